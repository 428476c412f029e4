// A client for Marionette, the protocol Firefox itself speaks for being driven.

import { once } from "node:events";
import { connect } from "node:net";

export class Marionette {
  #next = 1;
  #socket;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void, name: string }>} */
  #waiting = new Map();

  /** @param {import("node:net").Socket} socket */
  constructor(socket) {
    this.#socket = socket;
    let buffer = Buffer.alloc(0);
    socket.on("data", (chunk) => {
      buffer = Buffer.concat([buffer, chunk]);
      // A message is its length in bytes, a colon, and that much JSON.
      for (;;) {
        const colon = buffer.indexOf(":");
        const length = Number(buffer.subarray(0, Math.max(colon, 0)).toString());
        if (colon < 0 || buffer.length < colon + 1 + length) return;
        this.#receive(JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString("utf8")));
        buffer = buffer.subarray(colon + 1 + length);
      }
    });
    socket.on("error", () => {});
    socket.on("close", () => {
      for (const { reject, name } of this.#waiting.values()) {
        reject(new Error(`${name}: Firefox is gone`));
      }
    });
  }

  /** @param {number} port */
  static async connect(port) {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new Marionette(socket);
  }

  close() {
    this.#socket.destroy();
  }

  /**
   * @param {string} name
   * @param {object} [parameters]
   * @returns {Promise<any>}
   */
  send(name, parameters = {}) {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject, name });
      const text = JSON.stringify([0, id, name, parameters]);
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  /** @param {any} message */
  #receive(message) {
    // The first one is a greeting and no answer.
    if (!Array.isArray(message)) return;
    const [, id, error, result] = message;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) waiting?.reject(new Error(`${waiting.name}: ${error.message}`));
    else waiting?.resolve(result);
  }
}

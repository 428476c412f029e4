// A client for the Chrome DevTools Protocol over the browser's own pipe.
//
// The usual driver attaches to everything: it keeps the service worker alive for
// ever and never sees the toolbar popup. Here nothing is attached but what a
// test asks for, so the worker dies when it would die for a person.

/**
 * @typedef {{ method: string, params: any, sessionId?: string }} Event
 * @typedef {(event: Event) => void} Listener
 */

export class DevTools {
  #next = 1;
  #closed = false;
  /** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void, method: string }>} */
  #waiting = new Map();
  /** @type {Set<Listener>} */
  #listeners = new Set();
  #input;

  /**
   * @param {import("node:stream").Writable} input what the browser reads
   * @param {import("node:stream").Readable} output what it writes
   */
  constructor(input, output) {
    this.#input = input;
    /** @type {Buffer[]} */
    let parts = [];
    output.on("data", (/** @type {Buffer} */ chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, start)) {
        parts.push(chunk.subarray(start, end));
        this.#receive(JSON.parse(Buffer.concat(parts).toString("utf8")));
        parts = [];
        start = end + 1;
      }
      parts.push(chunk.subarray(start));
    });
    output.on("close", () => this.#close());
    input.on("error", () => this.#close());
  }

  /**
   * @param {string} method
   * @param {object} [parameters]
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  send(method, parameters = {}, sessionId) {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new Error(`${method}: the browser is gone`));
        return;
      }
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject, method });
      this.#input.write(`${JSON.stringify({ id, method, params: parameters, sessionId })}\0`);
    });
  }

  /**
   * Calls the listener for every event until the returned function is called.
   * @param {Listener} listener
   */
  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param {any} message */
  #receive(message) {
    if (message.id === undefined) {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!waiting) return;
    if (message.error) waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting.resolve(message.result);
  }

  #close() {
    this.#closed = true;
    for (const { reject, method } of this.#waiting.values()) {
      reject(new Error(`${method}: the browser is gone`));
    }
    this.#waiting.clear();
  }
}

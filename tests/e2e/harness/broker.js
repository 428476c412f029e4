// The broker as its operator runs it, with Notion's host name leading to the stand-in.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLine, start, stop } from "./children.js";
import { brokerProgram } from "./paths.js";
import { startTunnel } from "./tunnel.js";
import { CLIENT } from "./workspace.js";

/** @typedef {import("./standin.js").Standin} Standin */

/** 32 bytes that are nobody's. */
const KEY = Buffer.from("canary-broker-key-0123456789abcd").toString("base64");

export class Broker {
  #endings;

  /**
   * @param {string} origin
   * @param {(() => Promise<unknown>)[]} endings
   */
  constructor(origin, endings) {
    /** Where it answers. */
    this.origin = origin;
    this.#endings = endings;
  }

  /**
   * Starts the server.
   * @param {Standin} standin
   * @param {string} redirect the extension's redirect address
   */
  static async start(standin, redirect) {
    const tunnel = await startTunnel(standin.port);
    const folder = await mkdtemp(join(tmpdir(), "satchel-broker-"));
    const certificate = join(folder, "standin.pem");
    await writeFile(certificate, standin.certificate);
    const child = await start(brokerProgram(), [], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        SATCHEL_BROKER_LISTEN: "127.0.0.1:0",
        SATCHEL_BROKER_CLIENT_ID: CLIENT.id,
        SATCHEL_BROKER_CLIENT_SECRET: CLIENT.secret,
        SATCHEL_BROKER_KEY: KEY,
        SATCHEL_BROKER_REDIRECT_CHROME: redirect,
        HTTPS_PROXY: `http://127.0.0.1:${tunnel.port}`,
        SSL_CERT_FILE: certificate,
      },
    });
    const output = /** @type {import("node:stream").Readable} */ (child.stdout);
    const { address } = JSON.parse(await firstLine(child, output, "the broker"));
    return new Broker(`http://${address}`, [
      () => stop(child),
      () => tunnel.stop(),
      () => rm(folder, { recursive: true }),
    ]);
  }

  /** Ends it, if it has not ended yet. */
  async stop() {
    for (const end of this.#endings.splice(0)) await end();
  }
}

// The broker as its operator runs it, with Notion's host name leading to the stand-in.

import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { firstLine, start, stop } from "./children.js";
import { ROOT, brokerProgram } from "./paths.js";
import { connected } from "./account.js";
import { acceptPermission } from "./permission.js";
import { confirm } from "./satchel.js";
import { redirectAddress, registerRedirect, SignIn } from "./signin.js";
import { startTunnel } from "./tunnel.js";
import { CLIENT } from "./workspace.js";

/**
 * @typedef {import("./account.js").Tab} Tab
 * @typedef {import("./standin.js").Standin} Standin
 * @typedef {import("./scenario.js").Stage} Stage
 */

/** Where `cargo xtask worker` puts what a platform runs. */
const WORKER = join(ROOT, "broker/worker/build");

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
        ...settings(redirect),
        SATCHEL_BROKER_LISTEN: "127.0.0.1:0",
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

  /**
   * Starts the Worker, in the runtime that Cloudflare runs Workers in.
   * @param {Standin} standin
   * @param {string} redirect the extension's redirect address
   */
  static async startWorker(standin, redirect) {
    // Beside the modules, because that is where the runtime looks for them.
    const file = join(WORKER, `e2e-${process.pid}.capnp`);
    await writeFile(file, await configuration(standin, settings(redirect)));
    const program = createRequire(import.meta.url)("workerd").default;
    const child = await start(program, ["serve", "--control-fd=1", file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const output = /** @type {import("node:stream").Readable} */ (child.stdout);
    const { port } = JSON.parse(await firstLine(child, output, "the Worker"));
    return new Broker(`http://127.0.0.1:${port}`, [() => stop(child), () => rm(file)]);
  }

  /** Ends it, if it has not ended yet. */
  async stop() {
    for (const end of this.#endings.splice(0)) await end();
  }
}

/**
 * With a broker that knows this extension, and that the options page knows.
 * @template T
 * @param {{ standin: Standin, options: Tab }} stage
 * @param {(broker: Broker) => Promise<T>} play
 * @param {typeof Broker.start} [start]
 * @param {string} [other] redirect address of the extension than the usual one
 */
export async function withBroker({ standin, options }, play, start = Broker.start, other) {
  const redirect = other ?? (await redirectAddress(options));
  await registerRedirect(standin, redirect);
  const broker = await start(standin, redirect);
  try {
    await options.click("#broker-way > summary");
    await options.fill("#broker", `${broker.origin}/`);
    await options.click("#save-broker");
    // It gets the focus once it is there, which may move the page.
    await options.waitFor(
      "the button for it",
      () => document.activeElement?.id === "connect-with-notion",
    );
    return await play(broker);
  } finally {
    await broker.stop();
  }
}

/**
 * Connects through the broker that the options page knows.
 * @param {Stage} stage
 * @returns {Promise<URL>} where Notion asked whether it may
 */
export async function connectThroughBroker({ display, browser, options }) {
  await options.click("#connect-with-notion");
  await acceptPermission(display, options);
  const window = await SignIn.inChromium(browser, display);
  const asked = await window.address();
  await window.allow({ pages: ["Reading list"] });
  await connected(options);
  await confirm(options);
  return asked;
}

/**
 * What an operator sets.
 * @param {string} redirect
 */
function settings(redirect) {
  return {
    SATCHEL_BROKER_CLIENT_ID: CLIENT.id,
    SATCHEL_BROKER_CLIENT_SECRET: CLIENT.secret,
    SATCHEL_BROKER_KEY: KEY,
    [`SATCHEL_BROKER_REDIRECT_${isChromium(redirect) ? "CHROME" : "FIREFOX"}`]: redirect,
  };
}

/** @param {string} redirect */
function isChromium(redirect) {
  return new URL(redirect).hostname.endsWith(".chromiumapp.org");
}

/**
 * The runtime's configuration: the Worker, its settings, and one way out, which is to the stand-in.
 * @param {Standin} standin
 * @param {Record<string, string>} settings
 */
async function configuration(standin, settings) {
  const files = await readdir(WORKER, { recursive: true });
  const modules = files.filter((name) => /\.(wasm|m?js)$/.test(name)).map(module);
  // The first one is the one that is started.
  modules.sort((one) => (one.includes("entry.mjs") ? -1 : 1));
  const bindings = Object.entries(settings).map(
    ([name, value]) => `(name = "${name}", text = "${value}")`,
  );
  const certificate = standin.certificate.replaceAll("\n", "\\n");
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "broker", worker = .broker),
    (name = "notion", external = (address = "127.0.0.1:${standin.port}", https = (
      certificateHost = "api.notion.com",
      tlsOptions = (trustedCertificates = ["${certificate}"])))),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "broker")],
);
const broker :Workerd.Worker = (
  compatibilityDate = "2026-10-01",
  modules = [${modules.join(", ")}],
  bindings = [${bindings.join(", ")}],
  globalOutbound = "notion",
);
`;
}

/** @param {string} name */
function module(name) {
  const kind = name.endsWith(".wasm") ? "wasm" : "esModule";
  return `(name = "${name}", ${kind} = embed "${name}")`;
}

// A proxy that leads every host to one port here: what host rules are in Chromium.

import { once } from "node:events";
import { createServer } from "node:http";
import { connect } from "node:net";

/** @param {number} port where everything is led */
export async function startTunnel(port) {
  /** @type {Set<import("node:stream").Duplex>} */
  const open = new Set();
  const server = createServer((_, response) => response.writeHead(502).end());
  server.on("connect", (_, inward) => {
    const outward = connect(port, "127.0.0.1");
    for (const side of [inward, outward]) {
      open.add(side);
      side.on("error", () => {});
      side.on("close", () => {
        open.delete(side);
        inward.destroy();
        outward.destroy();
      });
    }
    outward.once("connect", () => {
      inward.write("HTTP/1.1 200 OK\r\n\r\n");
      inward.pipe(outward).pipe(inward);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: /** @type {import("node:net").AddressInfo} */ (server.address()).port,
    stop: async () => {
      for (const side of open) side.destroy();
      server.close();
    },
  };
}

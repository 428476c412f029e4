// A page over plain http, for addresses that begin so.

import { once } from "node:events";
import { createServer } from "node:http";

/**
 * Serves one page at every path.
 * @param {string} html
 */
export async function servePlainly(html) {
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    port,
    stop: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

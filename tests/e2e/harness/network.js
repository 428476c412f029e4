// A network that is gone, for the worker and for pages, as the browser's own tools make it go.

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * Takes the network away, or gives it back. Each context has to be told by itself.
 * @param {boolean} isOnline
 * @param {...Tab} contexts the worker, pages
 */
export async function network(isOnline, ...contexts) {
  const conditions = {
    offline: !isOnline,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  };
  for (const context of contexts) {
    await context.send("Network.enable");
    await context.send("Network.emulateNetworkConditions", conditions);
    await context.waitFor(
      "the network to change",
      (/** @type {boolean} */ wanted) => navigator.onLine === wanted,
      isOnline,
    );
  }
}

// Chromium's own log of the network, as `--log-net-log` writes it.

/**
 * @typedef {object} Asked
 * @property {string} address
 * @property {string} initiator the origin that asked; empty where it was the browser itself
 * @property {number} time in milliseconds since 1970
 */

/** What it calls the browser itself, and whoever types an address. */
const NOBODY = "not an origin";

/**
 * The requests that were begun, redirections included.
 * @param {string} text one event in each line, after the constants that say what the numbers mean
 * @returns {Asked[]}
 */
export function requestsIn(text) {
  const lines = text.split("\n");
  const { constants } = JSON.parse(`${lines[0]?.replace(/,\s*$/, "")}}`);
  const begun = constants.logEventTypes.URL_REQUEST_START_JOB;
  if (begun === undefined) throw new Error("the log knows no event that begins a request");
  return lines
    .filter((line) => line.startsWith("{") && line.includes(`"type":${begun}`))
    .map((line) => JSON.parse(line.replace(/\]?,?\s*$/, "")))
    .filter(({ params }) => params?.url)
    .map(({ params, time }) => ({
      address: params.url,
      initiator: params.initiator === NOBODY ? "" : params.initiator,
      time: Number(time) + constants.timeTickOffset,
    }));
}

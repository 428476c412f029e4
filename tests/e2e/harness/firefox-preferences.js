// What is set in Firefox before it starts.

/** The extension's address in this profile, so that its pages can be opened by name. */
export const UUID = "5a7c4e10-0000-4000-8000-0000000000f0";

/**
 * @param {string} id the extension's
 * @param {number} proxyPort
 */
export function preferences(id, proxyPort) {
  const values = {
    "marionette.port": 0,
    "extensions.webextensions.uuids": JSON.stringify({ [id]: UUID }),
    // Everything goes through the tunnel, loopback too: nothing leaves the machine.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": proxyPort,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": proxyPort,
    "network.http.speculative-parallel-limit": 0,
    "network.captive-portal-service.enabled": false,
    "network.connectivity-service.enabled": false,
    "datareporting.policy.dataSubmissionEnabled": false,
    "browser.shell.checkDefaultBrowser": false,
    "browser.aboutwelcome.enabled": false,
    // A process in reserve, for a tab to come, costs every start more than it is worth to a test.
    "dom.ipc.processPrelaunch.enabled": false,
    "termsofuse.bypassNotification": true,
    "browser.startup.homepage_override.mstone": "ignore",
    "app.update.disabledForTesting": true,
    // One that was killed starts as any other, and not with a question.
    "browser.sessionstore.resume_from_crash": false,
    "toolkit.startup.max_resumed_crashes": -1,
    // Its questions can be answered as soon as they are asked.
    "security.notification_enable_delay": 0,
    // Only a store can sign what it gives out.
    "xpinstall.signatures.required": false,
    "intl.locale.requested": "en-US",
  };
  return Object.entries(values)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join("");
}

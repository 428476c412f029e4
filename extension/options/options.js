/** The options, section by section. */

import { browser } from "../browser.js";
import { byId } from "../interface/element.js";
import { text } from "../interface/text.js";
import { startAccounts } from "./accounts.js";
import { startBackup } from "./backup.js";
import { startClipId } from "./clip-id.js";
import { startConnect } from "./connect.js";
import { startDestinations } from "./destinations.js";
import { startDiagnostics } from "./diagnostics.js";
import { startFounding } from "./founding.js";
import { startLatest } from "./latest.js";
import { startMapping } from "./mapping.js";
import { follow, openPage } from "./page.js";
import { startPictures } from "./pictures.js";
import { startPreferences } from "./preferences.js";
import { startPresets } from "./presets.js";
import { startShortcuts } from "./shortcuts.js";

/** @typedef {import("./page.js").Page} Page */

const page = openPage();
const connect = startConnect(page);
const mapping = startMapping(page);
const sections = [
  connect.show,
  startAccounts(page, connect),
  startDestinations(page),
  startFounding(page),
  mapping.show,
  startPresets(page, mapping.open),
  startClipId(page),
  startPreferences(page),
  startLatest(page),
];
startShortcuts();
startPictures(page);
startBackup(page);
startDiagnostics(page.announce);
byId("version", HTMLParagraphElement).textContent = text(
  "about_version",
  browser.runtime.getManifest().version,
);
follow(page, sections);

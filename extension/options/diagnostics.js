/** A report for whoever helps: shown before it goes anywhere, and taken from here by the reader alone. */

import { diagnose } from "../diagnosis.js";
import { byId } from "../interface/element.js";
import { give, today } from "../interface/giving.js";
import { text } from "../interface/text.js";
import { copying } from "./fields.js";

/** @param {(message: string) => void} announce */
export function startDiagnostics(announce) {
  const make = byId("diagnose", HTMLButtonElement);
  const report = byId("diagnostics-text", HTMLTextAreaElement);
  copying(report, byId("diagnostics-copy", HTMLButtonElement), announce);
  byId("diagnostics-download", HTMLButtonElement).addEventListener("click", () =>
    give(`satchel-diagnostics-${today()}.json`, report.value, "application/json"),
  );
  make.addEventListener("click", async () => {
    if (make.getAttribute("aria-disabled")) return;
    make.setAttribute("aria-disabled", "true");
    report.value = await diagnose();
    make.removeAttribute("aria-disabled");
    byId("diagnostics-report", HTMLDivElement).hidden = false;
    announce(text("diagnostics_made"));
  });
}

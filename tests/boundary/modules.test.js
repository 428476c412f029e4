// Which of the two modules does what.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CAPTURED, connected, json, PAGE, SOURCE, wasm } from "./world.js";

test("a save needs the first module only; what is seldom wanted is loaded then", async () => {
  const world = await connected();
  // A second instance of the generated code, which nobody gives the late module.
  const again = new URL("../../extension/wasm/satchel.js?alone", import.meta.url);
  /** @type {import("../../extension/core.js").Core & typeof import("../../extension/wasm/satchel.js")} */
  const alone = await import(again.href);
  const first = alone.initSync({ module: wasm("satchel_bg.wasm") });
  let loaded = 0;
  const host = {
    ...world.host(),
    loadLate() {
      loaded += 1;
      return WebAssembly.instantiate(wasm("satchel_late.wasm"), { first: { ...first } });
    },
  };

  const { clip, notices, destination } = await alone.draft(host, CAPTURED, false);
  const submission = /** @type {import("../../extension/wasm/satchel.js").Submission} */ ({
    clip,
    notices,
    tags: ["rust"],
    destination: destination ?? "",
    mode: "new",
    page: null,
  });
  const { id } = await alone.enqueue(host, submission);
  assert.equal((await alone.pending(host)).waiting, 1);
  world.answers = [json(PAGE), json(SOURCE)];
  assert.equal((await alone.advance(host, id, false)).state, "saved");
  // A page whose details nobody asked for.
  assert.deepEqual(
    (await alone.draft(host, { ...CAPTURED, details: "{}" }, false)).clip.fields,
    [],
  );
  assert.equal(loaded, 0);
  assert.notDeepEqual(
    (await alone.draft(host, { ...CAPTURED, details: "{}" }, true)).clip.fields,
    [],
  );
  assert.equal(loaded, 1);
});

test("the late module brings no memory and no export of its own", () => {
  const module = new WebAssembly.Module(wasm("satchel_late.wasm"));
  assert.deepEqual(WebAssembly.Module.exports(module), []);
  const imports = WebAssembly.Module.imports(module);
  assert.ok(imports.some(({ kind }) => kind === "memory"));
  assert.deepEqual([...new Set(imports.map(({ module }) => module))], ["first"]);
});

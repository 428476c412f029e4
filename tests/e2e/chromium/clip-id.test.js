// The property by which Satchel knows its own pages.

import assert from "node:assert/strict";
import { manyPages, saveAll } from "../harness/history.js";
import { scenario } from "../harness/scenario.js";

scenario("the Clip ID property is added with one press, and saves carry it", async (stage) => {
  const { workspace, options } = stage;
  await options.click("#clip-id button");
  await options.says("Clip ID is on");
  assert.equal(
    await options.evaluate(() => document.activeElement?.id),
    "clip-id-words",
    "what took the button's place is read out",
  );
  await saveAll(options, "", manyPages(1));
  const [saved] = await workspace.exactly(1);
  const property = saved?.page.properties["Clip ID"];
  assert.equal(property.type, "rich_text");
  assert.notEqual(property.rich_text[0]?.plain_text ?? "", "");
  assert.equal(saved?.values.address, manyPages(1)[0]?.address);
});

// Packages as one script for a page: CommonJS files, each in a function of its own, which runs when it is
// first required. That is all that those measured here need of a bundler.

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

/** What browsers have instead of Node's own modules, as far as it is used. @type {Record<string, string>} */
const OWN = {
  path: "module.exports = { extname: (path) => path.match(/[^/](\\.[^./]*)$/u)?.[1] ?? '' };",
  url: "module.exports = { URL };",
};

/**
 * A script whose value is `require` for these packages.
 * @param {string[]} packages
 */
export function bundle(packages) {
  /** @type {Map<string, string>} */
  const written = new Map();
  /** @param {string[]} names @param {string} from @returns {Record<string, string>} */
  const add = (names, from) => {
    /** @type {Record<string, string>} */
    const found = {};
    for (const name of names) {
      const file = resolve(name, from);
      if (file === null) continue;
      found[name] = file;
      if (written.has(file)) continue;
      written.set(file, "");
      const source = OWN[file] ?? readFileSync(file, "utf8");
      if (file.endsWith(".json")) {
        written.set(file, `(module) => { module.exports = ${source}; }`);
        continue;
      }
      const required = [...source.matchAll(/\brequire\(["']([^"']+)["']\)/gu)];
      const links = add(
        required.map(([, needed = ""]) => needed),
        file,
      );
      const called = `(name) => load(${JSON.stringify(links)}[name])`;
      const body = `function (module, exports, require) {${source}\n}`;
      written.set(
        file,
        `(module) => (${body}).call(module.exports, module, module.exports, ${called})`,
      );
    }
    return found;
  };
  const entries = add(packages, import.meta.filename);
  const files = [...written].map(([file, code]) => `${JSON.stringify(file)}: ${code}`);
  return `(() => {
    const files = {${files.join(",\n")}};
    const loaded = {};
    const load = (file) => {
      if (!loaded[file]) files[file]((loaded[file] = { exports: {} }));
      return loaded[file].exports;
    };
    return (name) => load(${JSON.stringify(entries)}[name]);
  })()`;
}

/**
 * The file that a name stands for in a browser; null where there is none.
 * @param {string} name
 * @param {string} from
 */
function resolve(name, from) {
  if (name in OWN) return name;
  /** @type {string} */
  let file;
  try {
    file = createRequire(from).resolve(name);
  } catch {
    return null;
  }
  let folder = dirname(file);
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  const { browser } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const instead = browser?.[`./${relative(folder, file)}`];
  return instead ? join(folder, instead) : file;
}

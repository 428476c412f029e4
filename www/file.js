// A file of HTML as a text, whatever it was encoded in.

/** Where browsers look for what a page says of its encoding. */
const HEAD = 1_024;

/** @param {Blob} file */
export async function textOf(file) {
  const bytes = await file.arrayBuffer();
  const head = new TextDecoder("latin1").decode(bytes.slice(0, HEAD));
  const [, named = "utf-8"] = /<meta[^>]*charset\s*=\s*["']?\s*([\w-]+)/iu.exec(head) ?? [];
  return decoder(named).decode(bytes);
}

/** @param {string} encoding */
function decoder(encoding) {
  try {
    return new TextDecoder(encoding);
  } catch {
    return new TextDecoder();
  }
}

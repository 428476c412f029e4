// Which addresses are one page's.

/**
 * What of an address is another's as soon as the page is. Where in it somebody reads is not: pages write that
 * into the fragment. Of some the fragment begins as a path does, and says which page it is.
 *
 * @param {string | undefined} address
 */
export function place(address = "") {
  const end = address.search(/#(?![/!])/u);
  return end < 0 ? address : address.slice(0, end);
}

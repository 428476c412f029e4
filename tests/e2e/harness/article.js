// A web page of our own, with everything on it that can be pointed at.

export const ADDRESS = "https://news.example/harbour";

export const ARTICLE = {
  title: "The harbour at night",
  address: ADDRESS,
  description: "What the lights on the water are for.",
};

export const PICTURE = "https://news.example/lights.png";
export const LINK = { address: "https://news.example/tides", text: "the tide tables" };
export const SELECTION = "Green is starboard, red is port.";

export const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${ARTICLE.title}</title>
    <meta name="description" content="${ARTICLE.description}">
    <link rel="canonical" href="${ADDRESS}">
    <style>body { font: 20px/2 sans-serif; } img { display: block; width: 200px; height: 120px; background: navy; }</style>
  </head>
  <body>
    <h1>${ARTICLE.title}</h1>
    <p id="selection">${SELECTION}</p>
    <p>Before you sail, read <a id="link" href="${LINK.address}">${LINK.text}</a>.</p>
    <img id="picture" src="${PICTURE}" alt="Lights on the water">
    <p id="plain">Nothing to point at.</p>
  </body>
</html>`;

/**
 * The same page at another address: one address saved twice within seconds is one save.
 * @param {number} number
 */
export function another(number) {
  const address = `${ADDRESS}-${number}`;
  return { address, html: HTML.replaceAll(ADDRESS, address), values: { ...ARTICLE, address } };
}

// Web pages that say what they can of themselves.

/** @param {string} address @param {string} title @param {string} more */
const page = (address, title, more) => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <link rel="canonical" href="${address}">
    <meta property="og:site_name" content="The Harbour News">
    <meta name="description" content="What the lights on the water are for.">
    ${more}
  </head>
  <body>
    <article>
      <h1>${title}</h1>
      <p>${"A long sentence about lights, buoys and the ships that pass them. ".repeat(60)}</p>
    </article>
  </body>
</html>`;

/**
 * An article of a newspaper.
 * @param {number} number
 */
export function article(number) {
  const address = `https://news.example/stories/${number}`;
  const html = page(
    address,
    `Lights in the harbour, part ${number}`,
    `<meta property="og:type" content="article">
    <meta name="author" content="Ruth Ellery">
    <meta property="article:published_time" content="2024-03-11T08:00:00Z">`,
  );
  return { address, html };
}

/** A paper of a journal. */
export function paper() {
  const address = "https://papers.example/abs/182";
  const html = page(
    address,
    "On the visibility of harbour lights",
    `<meta name="citation_title" content="On the visibility of harbour lights">
    <meta name="citation_author" content="Lovelace, Ada">
    <meta name="citation_author" content="Noether, Emmy">
    <meta name="citation_doi" content="10.1000/182">
    <meta name="citation_journal_title" content="Journal of Harbours">
    <meta name="citation_publication_date" content="2023/05/17">`,
  );
  return { address, html };
}

// What a page says of itself, as the request's body; without a database, as nothing is to be made of it.

/** @type {any} */ (globalThis).request = {
  properties: {
    title: { title: [{ text: { content: document.title } }] },
    url: { url: location.href },
    description: {
      rich_text: [
        {
          text: {
            content:
              document.querySelector("meta[name=description]")?.getAttribute("content") ?? "",
          },
        },
      ],
    },
  },
};

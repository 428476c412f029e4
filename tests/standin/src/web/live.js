// Fetches the page again when the server says something changed, and swaps what it shows.
const events = new EventSource("/live");
let running = false;
let again = false;

async function refresh() {
  again = true;
  if (running) return;
  running = true;
  while (again) {
    again = false;
    const answer = await fetch(location.href).catch(() => undefined);
    if (!answer?.ok) continue;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = fresh.querySelector("main");
    if (main) document.querySelector("main")?.replaceWith(main);
  }
  running = false;
}

events.addEventListener("message", refresh);

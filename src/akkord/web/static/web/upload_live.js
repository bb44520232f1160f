// Live news about uploads: one line to the server for all of them, and each story drawn anew when its
// state changes. Where the line is not to be had, it is asked for every few seconds instead.

const POLL = 3000;
const CATCH_UP = 15000; // a look now and then beside the news, for what came before the line stood

const watched = new Map(); // id → Set of elements
let news = null;
let listening = "";
let timer = 0;

/** Keep `element` filled with the story of the upload `id` until it has ended or has left the page. */
export function watch(id, element) {
  if (!watched.has(id)) watched.set(id, new Set());
  watched.get(id).add(element);
  refresh(id);
  listen();
}

function listen() {
  const topics = [...watched.keys()].map((id) => `upload:${id}`).slice(0, 30).join();
  if (topics === listening) return;
  listening = topics;
  news?.close();
  news = topics ? new EventSource(`/live?topics=${topics}`) : null;
  news?.addEventListener("state", ({ data }) => refresh(JSON.parse(data).upload));
  clearTimeout(timer);
  if (topics) timer = setTimeout(poll, POLL);
}

function poll() {
  const closed = news?.readyState === EventSource.CLOSED;
  for (const id of watched.keys()) refresh(id);
  if (watched.size) timer = setTimeout(poll, closed ? POLL : CATCH_UP);
}

async function refresh(id) {
  const elements = [...(watched.get(id) ?? [])].filter((element) => element.isConnected);
  if (!elements.length) return forget(id);
  const answer = await fetch(`/audio/uploads/${id}/story`).catch(() => null);
  if (answer?.status === 404) return forget(id);
  if (!answer?.ok) return undefined;
  const said = await answer.json();
  for (const element of elements) {
    if (element.story === said.html) continue;
    element.story = said.html;
    element.innerHTML = said.html;
    element.dispatchEvent(new CustomEvent("story", { detail: said, bubbles: true }));
  }
  return said.ended ? forget(id) : undefined;
}

function forget(id) {
  watched.delete(id);
  listen();
}

class UploadStory extends HTMLElement {
  connectedCallback() {
    if (!this.hasAttribute("data-ended")) watch(this.dataset.id, this);
  }
}

customElements.define("upload-story", UploadStory);

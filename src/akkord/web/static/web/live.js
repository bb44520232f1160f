/** Live news for the person who is signed in: one line to the server for all of a page, and the menu's count.

    What the line missed while it was down is told when it is up again (Last-Event-ID); `back` listeners read
    their things anew where that is not enough. */

import { outbox } from "./im/sending.js";

const AFTER = 250; // ms; one look for a burst of news
const me = document.body.dataset.me;
const listeners = new Map(); // kind → Set of functions
let news = null;
let counting = 0;
const received = new Map(); // dialog → the latest number a page of mine has
let noting = 0;

/** Call `heard(payload)` for each line of this kind; the answer ends it. */
export function hear(kind, heard) {
  if (!listeners.has(kind)) {
    listeners.set(kind, new Set());
    news?.addEventListener(kind, told);
  }
  listeners.get(kind).add(heard);
  return () => listeners.get(kind).delete(heard);
}

function told(event) {
  const payload = event.data ? JSON.parse(event.data) : {};
  for (const heard of [...(listeners.get(event.type) ?? [])]) heard(payload);
}

function open() {
  news = new EventSource(`/live?topics=person:${me},dialogs`);
  news.addEventListener("open", back);
  news.addEventListener("resync", back);
  for (const kind of listeners.keys()) if (kind !== "back") news.addEventListener(kind, told);
  // Refused (too many pages, signed out): the browser does not try again by itself.
  news.addEventListener("error", () => {
    if (news.readyState === EventSource.CLOSED) setTimeout(open, 15000);
  });
}

function back() {
  outbox.run();
  count();
  for (const heard of [...(listeners.get("back") ?? [])]) heard({});
}

export function token() {
  return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
}

/** Send something that needs no answer. */
export function note(place, fields = {}) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });
  return fetch(place, { method: "POST", body, headers: { "X-Requested-With": "im" }, keepalive: true }).catch(() => null);
}

function count() {
  clearTimeout(counting);
  counting = setTimeout(async () => {
    const answer = await fetch("/im/unread", { headers: { "X-Requested-With": "im" } }).catch(() => null);
    if (answer?.ok && !answer.redirected) show((await answer.json()).unread);
  }, AFTER);
}

function show(unread) {
  const link = document.querySelector("#menu a[data-unread]");
  if (!link) return;
  let badge = link.querySelector(".count");
  if (!unread) return void badge?.remove();
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "count";
    link.append(badge);
  }
  badge.textContent = `+${unread}`;
}

function arrived(message) {
  if (String(message.author) === me) return;
  count();
  if (!message.two) return;
  received.set(message.dialog, message.seq);
  clearTimeout(noting);
  noting = setTimeout(() => {
    for (const [dialog, seq] of received) note("/im/delivered", { dialog, seq });
    received.clear();
  }, AFTER);
}

if (me) {
  hear("message", arrived);
  hear("counted", ({ unread }) => show(unread));
  hear("dialogs", count);
  open();
  outbox.run();
  addEventListener("online", () => outbox.run());
}

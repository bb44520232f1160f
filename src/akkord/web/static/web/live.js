/** Live news for the person who is signed in, and the menu's count.

    Of all pages of a browser one holds the line to the server and passes on what it hears: a browser opens six
    lines to a site at most, and a seventh page would wait for ever. What a line missed while it was down is told
    when it is up again; `back` listeners read their things anew where that is not enough. */

import { outbox } from "./im/sending.js";

const KINDS = [
  ...["message", "changed", "read", "delivered", "typing", "counted", "dialogs"], // see im/
  ...["requests", "asked", "befriended", "sessions", "alerts"], // see people_live.js
  "queue", // see player/shared.js
  "room", // see player/room.js
];
const AFTER = 250; // ms; one look for a burst of news
const AGAIN = 15000; // ms until a line that was refused is asked for again
const me = document.body.dataset.me;
const listeners = new Map(); // kind → Set of functions
const shared = Boolean(navigator.locks && globalThis.BroadcastChannel);
const others = me && shared ? new BroadcastChannel(`live:${me}`) : null;
let counting = 0;
const received = new Map(); // dialog → the latest number a page of mine has
let noting = 0;

/** Call `heard(payload)` for each line of this kind, or when the line is `back`; the answer ends it. */
export function hear(kind, heard) {
  if (!listeners.has(kind)) listeners.set(kind, new Set());
  listeners.get(kind).add(heard);
  return () => listeners.get(kind).delete(heard);
}

function tell(kind, payload) {
  for (const heard of [...(listeners.get(kind) ?? [])]) heard(payload);
}

/** What this page's line says, to it and to the browser's other pages. */
function tellAll(kind, payload) {
  tell(kind, payload);
  others?.postMessage({ kind, payload });
}

function listen() {
  const news = new EventSource(`/live?topics=person:${me},dialogs`);
  for (const kind of KINDS) {
    news.addEventListener(kind, ({ data }) => {
      const payload = JSON.parse(data);
      tellAll(kind, payload);
      if (kind === "message") arrived(payload);
      if (kind === "dialogs") count();
    });
  }
  for (const kind of ["open", "resync"]) {
    news.addEventListener(kind, () => {
      outbox.run();
      count();
      tellAll("back", {});
    });
  }
  // Refused (too many pages, signed out): the browser does not try again by itself.
  news.addEventListener("error", () => {
    if (news.readyState === EventSource.CLOSED) setTimeout(listen, AGAIN);
  });
}

/** Hold the line for as long as this page is there; else wait until the page that holds it is gone. */
function open() {
  if (!shared) return void listen();
  others.addEventListener("message", ({ data }) => tell(data.kind, data.payload));
  navigator.locks.request(`live:${me}`, () => {
    listen();
    return new Promise(() => {});
  });
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
    if (answer?.ok && !answer.redirected) tellAll("counted", await answer.json());
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

/** Another's message: counted, and in a dialog of two its writer learns that it is here. */
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
  hear("counted", ({ unread }) => show(unread));
  open();
  outbox.run();
  addEventListener("online", () => outbox.run());
}

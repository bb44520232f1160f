/** What HTML alone cannot do for the shell: focus, the current place in the menu, scrolling on Back, toasts. */

import "./typed.js";

const scrolls = new Map();
const leftBy = new Map(); // the link that a page was left by
const main = () => document.getElementById("main");
const version = document.documentElement.dataset.version;

function markPlace() {
  for (const link of document.querySelectorAll("#menu a")) {
    if (new URL(link.href).pathname === location.pathname) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const next = document.querySelector(".look input[name=next]");
  if (next) next.value = location.pathname + location.search;
}

function closeMenus(but) {
  for (const open of document.querySelectorAll("details.drop[open]")) if (!but?.contains(open)) open.open = false;
}

/** The reader stands at what the address names, or at the top of the page. */
function stand() {
  const place = document.getElementById(decodeURIComponent(location.hash.slice(1))) ?? main();
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}

/** htmx is shown a link or a form when somebody presses it: to look at all of a page's at once, as its own
    hx-boost on the body does, is the longest task of a page that comes. */
function boost({ target }) {
  const pressed = target.closest?.("a[href], form");
  if (!pressed || pressed.closest("[hx-boost=false]")) return;
  pressed.setAttribute("hx-boost", "true");
  globalThis.htmx?.process(pressed);
}

/** What was pressed stands nowhere any more when its list was drawn anew while the answer was on its way: htmx would
    find neither what it inherits of the body nor the parts beside the page. It stands there until the page does. */
function standIn({ detail: { boosted, requestConfig } }) {
  const { elt } = requestConfig;
  if (!boosted || elt.isConnected) return;
  elt.hidden = true;
  document.body.append(elt);
  document.addEventListener("htmx:afterSettle", () => elt.remove(), { once: true });
}

/** A row of tabs that is wider than a phone begins at the tab one is on. */
function showTab() {
  for (const here of document.querySelectorAll(".tabs [aria-current]")) {
    const tabs = here.parentElement;
    tabs.scrollLeft = here.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - here.offsetWidth) / 2;
  }
}

export function toast(text, kind = "") {
  const line = document.createElement("p");
  line.className = `toast ${kind}`;
  line.textContent = text;
  document.getElementById("toasts").append(line);
  fade(line);
}

function fade(line) {
  setTimeout(() => line.remove(), 8000);
}

/** What stands there when a page comes whole is not said aloud; what is put there afterwards is. */
function sayAgain() {
  const toasts = document.getElementById("toasts");
  toasts.replaceChildren(...toasts.children);
}

function arrived() {
  markPlace();
  requestAnimationFrame(showTab); // where things stand is worked out then anyway
  closeMenus(main()); // one of the new page's that is open was opened since it came
  document.querySelectorAll("#toasts .toast").forEach(fade);
}

// Before what stands on the link or the form itself, where htmx listens.
for (const press of ["click", "submit"]) document.addEventListener(press, boost, { capture: true });
// Once a swap has settled: who pressed a key there goes on from the new page, also with a screen reader.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "main" && event.target.id !== "main") return;
  arrived();
  if (!main().contains(document.activeElement)) stand();
});
// A part of the page was put anew: whoever pressed its button by keyboard stays there.
document.addEventListener("htmx:afterSwap", ({ detail: { elt } }) => {
  if (document.activeElement !== document.body) return;
  if (elt?.matches?.("form.heart, .track")) elt.querySelector(".heart-button, .track-action")?.focus();
  if (elt?.matches?.(".talk")) (elt.querySelector(".talk-box [aria-invalid]") ?? elt.querySelector(".talk-box summary"))?.focus();
});
document.addEventListener("htmx:beforeHistorySave", ({ detail: { path } }) => {
  scrolls.set(path, window.scrollY);
  leftBy.set(path, document.activeElement?.closest("#main a")?.getAttribute("href"));
});
document.addEventListener("htmx:historyRestore", (event) => {
  arrived();
  closeMenus();
  window.scrollTo(0, scrolls.get(event.detail.path) ?? 0);
  const left = leftBy.get(event.detail.path);
  if (left) document.querySelector(`#main a[href="${CSS.escape(left)}"]:not([tabindex])`)?.focus({ preventScroll: true });
});
document.addEventListener("htmx:beforeSwap", standIn);
// A page of a newer site is for newer scripts than those that run here: it is loaded whole, once.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { serverResponse, requestConfig, xhr } = event.detail;
  const theirs = /<html [^>]*data-version="(\w+)"/.exec(serverResponse ?? "")?.[1];
  if (!theirs || theirs === version || requestConfig.verb !== "get") return;
  event.detail.shouldSwap = false;
  location.assign(xhr.responseURL);
});
// What the server no longer shows (gone, refused) is asked for once more as a whole page.
document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => toast(document.getElementById("toasts").dataset.failed, "error"));
}
document.addEventListener("click", (event) => closeMenus(event.target.closest("details.drop")));
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "Escape") {
    const open = document.querySelector("details.drop[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  }
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    const search = document.getElementById("search");
    search.focus();
    search.select(); // what was looked for before gives way to what is typed now
  }
});
arrived();
addEventListener("load", sayAgain, { once: true });
if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/push-worker.js").catch(() => null); // without it only the offline page is missing
}

/** What HTML alone cannot do for the shell: focus, the current place in the menu, scrolling on Back, toasts. */

import "./typed.js";

const scrolls = new Map();
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

function closeMenus(except) {
  for (const open of document.querySelectorAll("details.drop[open]")) if (open !== except) open.open = false;
}

/** htmx is shown a link or a form when somebody presses it: to look at all of a page's at once, as its own
    hx-boost on the body does, is the longest task of a page that comes. */
function boost({ target }) {
  const pressed = target.closest?.("a[href], form");
  if (!pressed || pressed.closest("[hx-boost=false]")) return;
  pressed.setAttribute("hx-boost", "true");
  globalThis.htmx?.process(pressed);
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

function arrived() {
  markPlace();
  requestAnimationFrame(showTab); // where things stand is worked out then anyway
  closeMenus();
  document.querySelectorAll("#toasts .toast").forEach(fade);
}

// Before what stands on the link or the form itself, where htmx listens.
for (const press of ["click", "submit"]) document.addEventListener(press, boost, { capture: true });
// Once a swap has settled: the reader stands at the top of the new page, also with a screen reader.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "main" && event.target.id !== "main") return;
  arrived();
  if (!location.hash && !main().contains(document.activeElement)) main().focus({ preventScroll: true });
});
document.addEventListener("htmx:beforeHistorySave", (event) => scrolls.set(event.detail.path, window.scrollY));
document.addEventListener("htmx:historyRestore", (event) => {
  arrived();
  window.scrollTo(0, scrolls.get(event.detail.path) ?? 0);
});
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
    document.getElementById("search").focus();
  }
});
arrived();
if ("serviceWorker" in navigator && window.isSecureContext) {
  navigator.serviceWorker.register("/push-worker.js").catch(() => null); // without it only the offline page is missing
}

/** Posts in place: a heart answers at once, waits while there is no connection, and goes back, with a word, when the
    server did not take it. */

import { toast } from "./shell.js";

const PARTS = ".heart, .talk";
const again = new Set(); // of what the heart was pressed once more meanwhile
const thingOf = (form) => form.getAttribute("action").replace(/\/(un)?like$/, "");

function flip(form) {
  const button = form.querySelector("button");
  const count = form.querySelector("[data-role=likes]");
  const liked = button.getAttribute("aria-pressed") === "true";
  form.dataset.before ??= `${liked}|${count.textContent}`;
  button.setAttribute("aria-pressed", String(!liked));
  count.textContent = String(Math.max(0, Number(count.textContent) + (liked ? -1 : 1)) || "");
}

/** Pressed again while the press before is on its way: the heart shows it, and it is sent when that has come. */
function pressedAgain(event) {
  const form = event.target;
  if (!form.matches?.("form.heart.htmx-request")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  flip(form);
  if (!again.delete(thingOf(form))) again.add(thingOf(form));
}

function back(form) {
  if (!form?.dataset.before) return;
  const [liked, count] = form.dataset.before.split("|");
  form.querySelector("button").setAttribute("aria-pressed", liked);
  form.querySelector("[data-role=likes]").textContent = count;
  delete form.dataset.before;
  again.delete(thingOf(form));
}

/** Whether this press is to be sent now. One without a connection waits for it; a second takes the first back. */
function press(form) {
  const waits = "waits" in form.dataset;
  if (navigator.onLine) {
    if (!waits) flip(form);
    delete form.dataset.waits;
    return true;
  }
  if (waits) {
    back(form);
    delete form.dataset.waits;
  } else {
    flip(form);
    form.dataset.waits = "";
  }
  return false;
}

const part = (event) => event.target.closest?.(PARTS);

if (!document.body.dataset.wall) {
  document.body.dataset.wall = "on"; // the module is asked for once a page, the body stays
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.matches?.("form.heart") && !press(event.target)) event.preventDefault();
  });
  addEventListener("online", () => {
    for (const form of document.querySelectorAll("form.heart[data-waits]")) form.requestSubmit();
  });
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => back(part(event)));
  }
  // A page that says why is no part of this one.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { status } = event.detail.xhr;
    if (!part(event) || status < 400 || status === 422) return;
    event.detail.shouldSwap = false;
    back(part(event));
    toast(document.getElementById("toasts").dataset.failed, "error");
  });
  document.addEventListener("submit", pressedAgain, { capture: true });
  document.addEventListener("htmx:afterSettle", ({ detail: { elt } }) => {
    if (elt?.matches?.("form.heart") && again.delete(thingOf(elt))) elt.requestSubmit();
  });
  // A talk was put anew: whoever does not see what was added hears it.
  document.addEventListener("htmx:afterSwap", ({ detail: { elt } }) => {
    if (elt?.matches?.(".talk[data-said]")) toast(elt.dataset.said);
  });
}

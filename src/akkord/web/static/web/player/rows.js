// Rows of tracks wherever they stand: a press plays the whole list, and every row knows whether it sounds,
// also when it has just been swapped in.

import * as audio from "./audio.js";
import * as player from "./player.js";

export function trackOf(row) {
  const { track, title, artist, seconds } = row.dataset;
  const from = row.closest("[data-from]")?.dataset.from ?? "page"; // where the press was, for reports
  return { number: Number(track), title, artist, seconds: Number(seconds), href: `/audio${track}`, from };
}

function pressed(event) {
  const button = event.target.closest?.("button.track-play");
  const row = button?.closest("[data-track]");
  if (!row || button.closest("play-queue")) return;
  const same = audio.track()?.number === Number(row.dataset.track);
  if (same && audio.state() !== "trouble") return player.toggle();
  const list = [...(row.parentElement?.querySelectorAll(":scope > [data-playable]") ?? [row])];
  player.playList(list.map(trackOf), Math.max(list.indexOf(row), 0));
}

/** Set only what differs: this runs on every swap and every change of the player. */
export function mark() {
  const number = audio.track()?.number;
  const sounding = ["playing", "loading", "preparing"].includes(audio.state());
  for (const row of document.querySelectorAll("[data-track]")) {
    const current = Number(row.dataset.track) === number;
    if (row.classList.contains("track-current") !== current) row.classList.toggle("track-current", current);
    const button = row.querySelector("button.track-play");
    const said = String(current && sounding);
    if (button && button.getAttribute("aria-pressed") !== said) button.setAttribute("aria-pressed", said);
  }
}

let left = null; // the place whose row is about to be swapped under the reader's hand

function kept(event) {
  const row = event.target.closest?.(".track-keep")?.closest("[data-track]");
  if (row) left = { row, list: row.parentElement, place: [...row.parentElement.children].indexOf(row) };
}

/** After "add" the button that was pressed is another one: a keyboard's focus goes on there. */
function focusAgain() {
  if (!left || left.row.isConnected) return;
  const fresh = left.list.children[left.place];
  left = null;
  if (document.activeElement === document.body) fresh?.querySelector(".track-action")?.focus();
}

function swapped() {
  mark();
  focusAgain();
}

export function start() {
  document.addEventListener("click", pressed);
  document.addEventListener("click", kept);
  player.events.addEventListener("change", mark);
  let shown = "";
  audio.events.addEventListener("change", () => {
    const shows = `${audio.track()?.number} ${audio.state()}`;
    if (shows !== shown) mark();
    shown = shows;
  });
  new MutationObserver(swapped).observe(document.body, { childList: true, subtree: true });
}

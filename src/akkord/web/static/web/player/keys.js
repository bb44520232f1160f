// Keys of the player; never while somebody types, and they can be switched off (WCAG 2.1.4).

import * as audio from "./audio.js";
import * as player from "./player.js";
import { loudness, setLoudness } from "./session.js";

const OFF = "akkord.keys.off";
const SEEK = 5;
const LOUDER = 0.05;
const TYPING = "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const PRESSABLE = "button, a, summary, [role=button], input, label";

export const on = () => localStorage.getItem(OFF) !== "1";
export const switchKeys = (wanted) => localStorage.setItem(OFF, wanted ? "" : "1");

/** What a key means here: a command's name, or null. Pure, so that it is tested without a page. */
export function meaning({ key, shift, other, typing, pressable, inBar, range }) {
  if (other || typing) return null;
  if (key === " " && !shift) return pressable ? null : "toggle";
  if (shift && key === "ArrowRight") return range ? null : "next";
  if (shift && key === "ArrowLeft") return range ? null : "previous";
  if (shift) return null;
  if (key.toLowerCase() === "m" || key.toLowerCase() === "ь") return "mute";
  if (!inBar || range) return null;
  return { ArrowRight: "forward", ArrowLeft: "back", ArrowUp: "louder", ArrowDown: "quieter" }[key] ?? null;
}

const commands = {
  toggle: player.toggle,
  next: player.next,
  previous: player.previous,
  mute: () => setLoudness(loudness().volume, !loudness().muted),
  forward: () => player.seek(audio.position() + SEEK),
  back: () => player.seek(audio.position() - SEEK),
  louder: () => setLoudness(loudness().volume + LOUDER, false),
  quieter: () => setLoudness(loudness().volume - LOUDER, loudness().muted),
};

function pressed(event) {
  if (event.defaultPrevented || !on() || !audio.track()) return;
  const at = event.target;
  const command = meaning({
    key: event.key,
    shift: event.shiftKey,
    other: event.ctrlKey || event.altKey || event.metaKey || event.isComposing,
    typing: at.matches?.(TYPING) || at.isContentEditable,
    pressable: at.matches?.(PRESSABLE),
    inBar: Boolean(at.closest?.("player-bar")),
    range: at.matches?.("input[type=range]"),
  });
  if (!command) return;
  event.preventDefault();
  commands[command]();
}

export function start() {
  document.addEventListener("keydown", pressed);
}

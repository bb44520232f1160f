// What survives: queue, place, loudness are mirrored to storage, so that a reload goes on paused at the
// place where it was; and of all open tabs only one sounds.

import * as audio from "./audio.js";
import { tidied } from "./levels.js";
import * as player from "./player.js";

const EVERY = 5000; // ms between writes of the place while playing

const tab = Math.random().toString(36).slice(2);
const tabs = "BroadcastChannel" in globalThis ? new BroadcastChannel("akkord.sounding") : null;
let key = "akkord.player";
let written = 0;
let loud = { volume: 1, muted: false };
let how = tidied({});

export const loudness = () => loud;
export const manner = () => how;

/** Normalisation, speed, crossfade (see levels.js): the ones that are named change. */
export function setManner(wanted) {
  how = tidied({ ...how, ...wanted });
  audio.sounds(how);
  save();
  player.events.dispatchEvent(new Event("change"));
}

export function setLoudness(volume, muted) {
  loud = { volume: Math.min(Math.max(volume, 0), 1), muted };
  audio.volume(loud.volume, loud.muted);
  save();
  player.events.dispatchEvent(new Event("change"));
}

function save() {
  written = Date.now();
  const kept = { queue: player.theQueue(), position: audio.position(), ...loud, ...how };
  try {
    localStorage.setItem(key, JSON.stringify(kept));
  } catch {
    localStorage.removeItem(key); // the storage is full: better no queue than an old one
  }
}

function saved() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

/** Take up what an earlier page left, for this person, and keep it from now on. */
export function start(person) {
  key = `akkord.player.${person || "guest"}`;
  const before = saved();
  loud = { volume: Number.isFinite(before.volume) ? before.volume : 1, muted: before.muted === true };
  audio.volume(loud.volume, loud.muted);
  how = tidied(before);
  audio.sounds(how);
  player.restore(before.queue, Number.isFinite(before.position) ? before.position : 0);
  player.events.addEventListener("change", save);
  audio.events.addEventListener("change", () => Date.now() - written > EVERY && save());
  addEventListener("pagehide", save);
  audio.events.addEventListener("begin", () => tabs?.postMessage({ sounding: tab }));
  tabs?.addEventListener("message", ({ data }) => data.sounding !== tab && player.giveWay());
}

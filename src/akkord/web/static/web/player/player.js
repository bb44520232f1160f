// What can be done with the player: each command here is what a button, a key or the system calls.

import * as audio from "./audio.js";
import * as queues from "./queue.js";
import * as sleep from "./sleep.js";

/** Events: "change" (the queue or what plays), "told" {text, entry} (a word for the listener). */
export const events = new EventTarget();

let queue = queues.empty();
let skipped = 0; // silent tracks passed over in a row
let ahead = { of: null, queue: null }; // where the queue will stand when this track has ended by itself

export const theQueue = () => queue;

/** Take up a queue kept somewhere, paused at a place; repeat and shuffle only where it says so. */
export function restore(saved, at) {
  queue = queues.restored(saved);
  audio.put(queues.current(queue), at);
  changed();
}

/** What another device plays, paused at its place. */
export function fetched(tracks, index, at) {
  queue = queues.fetched(queue, tracks, index);
  audio.put(queues.current(queue), at);
  changed();
}

export function playList(tracks, index) {
  queue = queues.playList(queue, tracks, index);
  skipped = 0;
  start();
}

export function toggle() {
  if (["playing", "loading", "preparing"].includes(audio.state())) audio.pause();
  else if (queues.current(queue)) audio.resume();
}

export const play = () => audio.state() !== "playing" && toggle();
export const pause = () => audio.pause();

export function next() {
  skipped = 0;
  return go(queues.next(queue));
}

/** Back to the start of the track, or to the one before it in its first seconds. */
export function previous() {
  skipped = 0;
  if (audio.position() > 4 || !go(queues.previous(queue))) audio.seek(0);
}

export function jump(index) {
  skipped = 0;
  return go({ ...queue, at: index });
}

export function change(how, ...more) {
  const before = queues.current(queue);
  queue = queues[how](queue, ...more);
  const after = queues.current(queue);
  if (before?.key !== after?.key) {
    if (after && audio.state() === "playing") return start();
    audio.put(after, 0);
  }
  return changed();
}

export function clear() {
  queue = { ...queues.empty(), repeat: queue.repeat };
  audio.put(null, 0);
  changed();
}

/** Where the queue goes when this track ends; asked twice it is the same, also where chance has a say. */
function following() {
  if (ahead.of !== queue) ahead = { of: queue, queue: queues.next(queue, { ended: true }) };
  return ahead.queue;
}

/** The track has ended, and the next one waits for the morning. */
function fallAsleep(there) {
  sleep.set("off");
  queue = there;
  audio.put(queues.current(queue), 0);
  changed();
}

/** One of sleep.CHOICES. */
export function sleepAfter(choice) {
  sleep.set(choice);
  changed();
}

function go(there) {
  if (there === queue || !queues.current(there)) return false;
  queue = there;
  start();
  return true;
}

function start() {
  tell("");
  audio.begin(queues.current(queue));
  changed();
}

function tell(text, entry = null) {
  events.dispatchEvent(new CustomEvent("told", { detail: { text, entry } }));
}

function changed() {
  audio.follow(() => (following() === queue || sleep.withTrack() ? null : queues.current(following())));
  events.dispatchEvent(new Event("change"));
}

audio.events.addEventListener("begin", () => {
  skipped = 0;
});
audio.events.addEventListener("ended", () => {
  if (sleep.withTrack()) return fallAsleep(following());
  if (!go(following())) audio.put(queues.current(queue), 0);
});
audio.events.addEventListener("change", () => {
  if (!sleep.due()) return;
  sleep.set("off");
  audio.pause();
  changed();
});
audio.events.addEventListener("refused", ({ detail }) => {
  skipped += 1;
  const onwards = !detail.midway && skipped < queue.items.length && go(queues.next(queue));
  const name = detail.track.artist ? `${detail.track.artist} — ${detail.track.title}` : detail.track.title;
  tell(`${name}: ${detail.telling}`, detail.entry);
  if (!onwards) changed();
});

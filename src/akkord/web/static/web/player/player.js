// What can be done with the player: each command here is what a button, a key or the system calls.

import * as audio from "./audio.js";
import * as queues from "./queue.js";
import * as sleep from "./sleep.js";

/** Events: "change" (the queue or what plays), "told" {text, entry} (a word for the listener). */
export const events = new EventTarget();

let queue = queues.empty();
let steering = null; // who is asked where it goes while one listens with others: see room.js
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
  steering?.leave();
  queue = queues.fetched(queue, tracks, index);
  audio.put(queues.current(queue), at);
  changed();
}

/** Another hand on the player, {toggle, next, previous, jump, seek, silenced, leave}, or null for one's own. */
export function steerBy(other) {
  steering = other;
  changed();
}

/** What a room plays: its queue in its order, nothing sounding yet. */
export function follow(tracks, index) {
  queue = queues.fetched({ ...queue, repeat: "none" }, tracks, index);
  audio.put(queues.current(queue), 0);
  changed();
}

/** To a place of the queue, in s, without asking anybody. */
export function goTo(index, seconds, sounding) {
  queue = { ...queue, at: index };
  if (sounding) audio.begin(queues.current(queue), seconds);
  else audio.put(queues.current(queue), seconds);
  changed();
}

/** Something else begins to sound: a room is left to the others, and this player falls silent. */
export function giveWay() {
  steering?.leave();
  audio.pause();
}

export function seek(seconds) {
  if (steering) return steering.seek(seconds);
  return audio.seek(seconds);
}

export function playList(tracks, index) {
  steering?.leave();
  queue = queues.playList(queue, tracks, index);
  skipped = 0;
  start();
}

export function toggle() {
  if (steering) return steering.toggle();
  if (["playing", "loading", "preparing"].includes(audio.state())) audio.pause();
  else if (queues.current(queue)) audio.resume();
  return undefined;
}

export const play = () => audio.state() !== "playing" && toggle();
export const pause = () => (steering ? audio.state() === "playing" && toggle() : audio.pause());

export function next() {
  if (steering) return steering.next();
  skipped = 0;
  return go(queues.next(queue));
}

/** Back to the start of the track, or to the one before it in its first seconds. */
export function previous() {
  if (steering) return steering.previous();
  skipped = 0;
  if (audio.position() > 4 || !go(queues.previous(queue))) audio.seek(0);
  return undefined;
}

export function jump(index) {
  if (steering) return steering.jump(index);
  skipped = 0;
  return go({ ...queue, at: index });
}

export function change(how, ...more) {
  steering?.leave();
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
  steering?.leave();
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

export function tell(text, entry = null) {
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
  steering?.silenced(detail.telling);
  const onwards = !steering && !detail.midway && skipped < queue.items.length && go(queues.next(queue));
  const name = detail.track.artist ? `${detail.track.artist} — ${detail.track.title}` : detail.track.title;
  tell(`${name}: ${detail.telling}`, detail.entry);
  if (!onwards) changed();
});

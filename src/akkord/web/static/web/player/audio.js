// The one owner of the one media element, which stands outside every page. A load has a number, and what
// comes back from an older load is dropped: that is what keeps quick clicks from mixing up two tracks.

import { askToListen } from "./calls.js";

const MOST_RECOVERIES = 3;
const MOST_WAITS = 30; // times a rendition is asked for again while it is being made
const STALLED = 8000; // ms without sound before the stream is taken anew
const LOOK_AGAIN = 10000; // ms between looks whether what sounds may still sound

const sound = new Audio();
sound.preload = "auto";

/** Events: "change" (anything visible), "begin", "ended", "refused" {track, telling, entry, midway}. */
export const events = new EventTarget();

let load = 0;
let now = { track: null, play: null, url: null, seconds: 0, state: "empty", from: 0 };
let recoveries = 0;
let stall = 0;

export function track() {
  return now.track;
}

export function play_id() {
  return now.play;
}

/** "empty" | "cold" (known, not asked for) | "loading" | "preparing" | "playing" | "paused" | "trouble" */
export function state() {
  return now.state;
}

export function length() {
  return Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : now.seconds;
}

export function position() {
  return now.url ? sound.currentTime || now.from : now.from;
}

/** Show a track at a place without asking for it: after a reload, before anybody pressed play. */
export function put(next, at) {
  load += 1;
  silence();
  now = { track: next, play: null, url: null, seconds: next?.seconds ?? 0, state: next ? "cold" : "empty", from: at };
  changed();
}

/** Ask for a track and play it from `at` seconds. */
export async function begin(next, at = 0) {
  const mine = (load += 1);
  silence();
  now = { track: next, play: null, url: null, seconds: next.seconds, state: "loading", from: at };
  recoveries = 0;
  changed();
  await open(mine, at, false);
}

export async function resume() {
  if (now.state === "cold" || now.state === "trouble") return begin(now.track, position());
  if (!now.url) return undefined;
  return sounding(load);
}

/** At once, not when the element says so: a second press a moment later means the opposite. */
export function pause() {
  if (!now.url && ["loading", "preparing"].includes(now.state)) return put(now.track, now.from);
  sound.pause();
  if (["playing", "loading"].includes(now.state)) now.state = "paused";
  return changed();
}

export function seek(seconds) {
  const to = Math.min(Math.max(seconds, 0), Math.max(length() - 0.05, 0));
  if (now.url) sound.currentTime = to;
  now.from = to;
  changed();
}

export function volume(level, muted) {
  sound.volume = level;
  sound.muted = muted;
}

/** Ask for the address and let it sound; `again`: the same listening goes on, so it is counted as one. */
async function open(mine, at, again) {
  const said = await patient(mine);
  if (mine !== load) return;
  if (said.refused) return refused(said.refused, again);
  if (!said.ok) return fail();
  now = { ...now, play: again ? now.play : said.ok.play, url: said.ok.url, seconds: said.ok.seconds, from: at };
  sound.src = said.ok.url;
  if (at > 0) sound.currentTime = at;
  await sounding(mine);
}

async function patient(mine) {
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    const said = await askToListen(now.track.number, now.track.from);
    if (mine !== load || !said.later) return said;
    now.state = "preparing";
    changed();
    await new Promise((after) => setTimeout(after, said.later * 1000));
    if (mine !== load) return said;
  }
  return { trouble: true };
}

async function sounding(mine) {
  try {
    await sound.play();
  } catch (error) {
    if (mine !== load || error.name === "AbortError") return;
    if (error.name === "NotAllowedError") now.state = "paused"; // the browser wants a press first
    changed();
  }
}

function refused({ telling, entry }, midway) {
  const { track: silent } = now;
  silence();
  now = { ...now, url: null, play: null, state: "paused" };
  changed();
  events.dispatchEvent(new CustomEvent("refused", { detail: { track: silent, telling, entry, midway } }));
}

function fail() {
  now.from = position();
  silence();
  now = { ...now, url: null, state: "trouble" };
  changed();
}

function silence() {
  clearTimeout(stall);
  sound.pause();
  if (sound.hasAttribute("src")) {
    sound.removeAttribute("src");
    sound.load();
  }
}

/** The stream broke, stalled or its address ran out: the same place again, with a new address. */
async function recover() {
  const mine = (load += 1);
  const at = position();
  recoveries += 1;
  if (recoveries > MOST_RECOVERIES) return fail();
  now = { ...now, state: "loading", from: at };
  changed();
  return open(mine, at, true);
}

function changed() {
  events.dispatchEvent(new Event("change"));
}

function heard(event, then) {
  sound.addEventListener(event, () => now.url && then());
}

function expectSound() {
  clearTimeout(stall);
  stall = setTimeout(() => !sound.paused && now.url && recover(), STALLED);
}

heard("playing", () => {
  clearTimeout(stall);
  if (sound.paused) return; // paused since, and said so
  now.state = "playing";
  changed();
  events.dispatchEvent(new Event("begin"));
});
heard("pause", () => {
  clearTimeout(stall);
  if (now.state === "playing" || now.state === "loading") now.state = "paused";
  changed();
});
heard("timeupdate", () => {
  clearTimeout(stall);
  if (sound.currentTime > now.from + 5) recoveries = 0;
  changed();
});
heard("waiting", expectSound);
heard("durationchange", changed);
heard("error", recover);
heard("ended", () => {
  now.state = "paused";
  events.dispatchEvent(new Event("ended"));
});

/** What is already in the browser would go on sounding after a removal, so the player asks by itself. */
async function stillAllowed() {
  if (now.state !== "playing") return;
  const mine = load;
  const answer = await fetch(now.url, { method: "HEAD" }).catch(() => null);
  if (mine === load && answer && (answer.status === 403 || answer.status === 404)) await recover();
}

setInterval(stillAllowed, LOOK_AGAIN);

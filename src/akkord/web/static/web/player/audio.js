// The one owner of the media elements, which stand outside every page: one sounds, the other is filled with what
// comes next, so that the one goes over into the other without a hole. A load has a number, and what comes back
// from an older load is dropped: that is what keeps quick clicks from mixing up two tracks.

import { able, Feed } from "./feed.js";
import * as kept from "./kept.js";
import * as levels from "./levels.js";
import * as starts from "./starts.js";

const MOST_RECOVERIES = 3;
const STALLED = 8000; // ms without sound before the stream is taken anew
const LOOK_AGAIN = 10000; // ms between looks whether what sounds may still sound
const AHEAD = 12; // s before it is needed the next track is asked for
const STARTS = 0.012; // s an element takes until it is heard: it is started so much earlier
const LAST = 2; // s before its end a fed element is told that nothing follows
const MOST_REST = 0.5; // s of what ends that may still sound beside what begins
const STEP = 50; // ms between steps of a crossfade

const decks = [new Audio(), new Audio()];
for (const deck of decks) deck.preload = "auto";
let sound = decks[0];

/** Events: "change" (anything visible), "begin", "ended", "refused" {track, telling, entry, midway}. */
export const events = new EventTarget();

let load = 0;
let now = nothing();
let feed = null; // what feeds the element that sounds, where it does not load by itself
let recoveries = 0;
let stall = 0;
let loudness = { level: 1, muted: false };
let manner = levels.tidied({});
let nudged = 1; // of the speed, while one comes back into step with a room
let upcoming = () => null; // what follows when this one ends by itself
let ready = null; // {track, said} of what follows, asked for already; with {start}, its place behind what sounds, or
// with {deck, feed} an element of its own
let handing = 0; // the timer of the hand-over
let fading = null; // {deck, timer}: what is going out

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
  if (feed) return now.seconds;
  return Number.isFinite(sound.duration) && sound.duration > 0 ? sound.duration : now.seconds;
}

export function position() {
  return now.url && sound.currentTime ? Math.max(0, sound.currentTime - now.start) : now.from;
}

export function speed() {
  return manner.speed * nudged;
}

/** A little quicker or slower than it is; 1 is as it is. */
export function nudge(rate) {
  if (nudged === rate) return;
  nudged = rate;
  for (const deck of decks) deck.playbackRate = speed();
}

/** Show a track at a place without asking for it: after a reload, before anybody pressed play. */
export function put(next, at) {
  load += 1;
  silence();
  now = { ...nothing(), track: next, seconds: next?.seconds ?? 0, state: next ? "cold" : "empty", from: at };
  changed();
}

/** Ask for a track and play it from `at` seconds; what is ready already goes over from what sounds. */
export async function begin(next, at = 0) {
  const mine = (load += 1);
  recoveries = 0;
  if (at === 0 && isReady() && ready.track.key === next.key) return takeOver(mine);
  silence();
  now = { ...nothing(), track: next, seconds: next.seconds, state: "loading", from: at };
  changed();
  return open(mine, at, false);
}

export async function resume() {
  if (now.state === "cold" || now.state === "trouble") return begin(now.track, position());
  if (!now.url) return undefined;
  return sounding(load);
}

/** At once, not when the element says so: a second press a moment later means the opposite. */
export function pause() {
  endFade();
  if (!now.url && ["loading", "preparing", "trouble"].includes(now.state)) return put(now.track, now.from);
  sound.pause();
  if (["playing", "loading"].includes(now.state)) now.state = "paused";
  return changed();
}

export function seek(seconds) {
  const to = Math.min(Math.max(seconds, 0), Math.max(length() - 0.05, 0));
  endFade();
  if (feed && now.state === "playing" && !feed.has(now.start + to)) return reopen(to);
  if (now.url) sound.currentTime = now.start + to;
  now.from = to;
  return changed();
}

export function volume(level, muted) {
  loudness = { level, muted };
  apply();
}

/** {normalise, speed, crossfade}, see levels.js. */
export function sounds(wanted) {
  manner = wanted;
  starts.choose(wanted.quality);
  apply();
  changed();
}

/** Where to ask what follows; what was made ready for another answer is let go. */
export function follow(asked) {
  upcoming = asked;
  if (ready && ready.track.key !== asked()?.key) letGo();
}

function nothing() {
  return { track: null, play: null, url: null, seconds: 0, state: "empty", from: 0, start: 0, levels: null };
}

function apply(part = 1) {
  const level = loudness.level * levels.gain(manner.normalise, now.levels);
  sound.volume = level * part;
  for (const deck of decks) {
    deck.muted = loudness.muted;
    deck.defaultPlaybackRate = deck.playbackRate = speed();
  }
}

/** Ask for the address and let it sound; `again`: the same listening goes on, so it is counted as one. What begins in
 *  its middle the element loads itself, by ranges. */
async function open(mine, at, again) {
  const said = await starts.patiently(now.track, () => mine === load, preparing);
  if (mine !== load) return;
  if (said.refused) return refused(said.refused, again);
  if (!said.ok) return fail();
  opened(said.ok, at, again ? now.play : said.ok.play);
  feed = at > 0 || again ? null : fed(sound, said.ok);
  if (!feed) sound.src = said.ok.url;
  apply();
  if (at > 0) sound.currentTime = at;
  await sounding(mine);
}

function preparing() {
  now.state = "preparing";
  changed();
}

function opened(said, at, play, start = 0) {
  now = { ...now, play, url: said.url, seconds: said.seconds, levels: said.levels, from: at, start };
}

/** A feed that holds what was said, or null where the element has to load it. */
function fed(deck, { url, seconds, type }) {
  if (!able(seconds, type)) return null;
  const made = new Feed(deck, (start) => made === feed && now.url && (start > now.start ? letGo() : recover()));
  made.add(url, seconds);
  return made;
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

// --- from one track into the next -----------------------------------------------------------------

/** Ask for what follows a little before its time, and set the clock for the hand-over. */
function lookAhead() {
  const rest = (length() - position()) / manner.speed;
  const next = now.state === "playing" && rest < AHEAD + manner.crossfade ? upcoming() : null;
  if (next && ready?.track.key !== next.key) makeReady(next);
  if (feed && rest < LAST && !isJoined()) feed.finish();
  clearTimeout(handing);
  if (!next || !isReady()) return;
  const early = isJoined() ? 0 : Math.max(levels.overlap(manner.crossfade, length(), next.seconds), STARTS);
  if (rest - early < 1) handing = setTimeout(ended, Math.max(0, rest - early) * 1000, load);
}

const isJoined = () => ready?.start !== undefined;
const isReady = () => isJoined() || Boolean(ready?.deck);

async function makeReady(next) {
  letGo();
  const mine = (ready = { track: next, said: null, deck: null });
  const said = await starts.once(next);
  if (ready !== mine || !said.ok) return; // not to be had now: it is asked for again when its turn comes
  mine.said = said.ok;
  if (feed && !manner.crossfade && able(said.ok.seconds, said.ok.type)) {
    mine.start = feed.add(said.ok.url, said.ok.seconds);
    return;
  }
  endFade();
  mine.deck = decks.find((deck) => deck !== sound);
  mine.feed = fed(mine.deck, said.ok);
  if (!mine.feed) mine.deck.src = said.ok.url;
}

/** What follows lies behind what sounds in the same element: it sounds already, or is leapt to. */
function goOver(mine) {
  const { track: next, said, start } = ready;
  clearTimeout(stall);
  clearTimeout(handing);
  ready = null;
  if (sound.currentTime < start - STARTS) sound.currentTime = start;
  now = { ...nothing(), track: next, state: sound.paused ? "loading" : "playing" };
  opened(said, 0, said.play, start);
  apply();
  changed();
  if (!sound.paused) events.dispatchEvent(new Event("begin"));
  return sounding(mine).then(stillAllowed);
}

function takeOver(mine) {
  if (isJoined()) return goOver(mine);
  const { track: next, said, deck } = ready;
  const out = sound;
  const seconds = levels.overlap(manner.crossfade, length(), next.seconds);
  const rest = (length() - position()) / manner.speed;
  feed?.close();
  feed = ready.feed;
  clearTimeout(stall);
  clearTimeout(handing);
  ready = null;
  sound = deck;
  now = { ...nothing(), track: next, state: "loading" };
  opened(said, 0, said.play);
  apply(seconds ? 0 : 1);
  if (!seconds && rest > MOST_REST) quiet(out); // somebody went on before its end
  else fade(out, seconds);
  changed();
  return sounding(mine).then(stillAllowed);
}

/** What ends sounds to its own end; in a crossfade it grows quiet while the other grows. */
function fade(out, seconds) {
  const begun = performance.now();
  const before = out.volume;
  const timer = setInterval(() => {
    const part = seconds ? (performance.now() - begun) / 1000 / seconds : Number(out.ended || out.paused);
    const [going, coming] = levels.faded(part);
    out.volume = seconds ? before * going : before;
    apply(seconds ? coming : 1);
    if (part >= 1 || out.ended) endFade();
  }, STEP);
  fading = { deck: out, timer };
}

function endFade() {
  if (!fading) return;
  clearInterval(fading.timer);
  quiet(fading.deck);
  fading = null;
  apply();
}

function letGo() {
  if (isJoined()) feed.drop(ready.start);
  ready?.feed?.close();
  if (ready?.deck) quiet(ready.deck);
  ready = null;
}

function ended(mine) {
  if (mine !== load || now.state !== "playing") return;
  now.state = "paused";
  events.dispatchEvent(new Event("ended"));
}

// --- troubles -------------------------------------------------------------------------------------

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
  clearTimeout(handing);
  endFade();
  letGo();
  feed?.close();
  feed = null;
  quiet(sound);
}

function quiet(deck) {
  deck.pause();
  if (deck.hasAttribute("src")) {
    deck.removeAttribute("src");
    deck.load();
  }
}

/** The stream broke, stalled or its address ran out: the same place again, with a new address. */
async function recover() {
  recoveries += 1;
  if (recoveries > MOST_RECOVERIES) return fail();
  return reopen(position());
}

/** The same listening from `at`, loaded by the element itself. */
async function reopen(at) {
  const mine = (load += 1);
  silence();
  now = { ...now, url: null, state: "loading", from: at };
  changed();
  return open(mine, at, true);
}

/** The network is back: what wanted to sound goes on where it stopped. */
addEventListener("online", () => now.state === "trouble" && resume());

function changed() {
  events.dispatchEvent(new Event("change"));
}

function heard(event, then) {
  for (const deck of decks) deck.addEventListener(event, () => deck === sound && now.url && then());
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
  if (sound.ended) return; // said by "ended"
  if (now.state === "playing" || now.state === "loading") now.state = "paused";
  changed();
});
heard("timeupdate", () => {
  clearTimeout(stall);
  if (position() > now.from + 5) recoveries = 0;
  lookAhead();
  changed();
});
heard("waiting", () => {
  if (position() > now.from + 1 && position() < length() - 1) starts.stalled();
  expectSound();
});
heard("durationchange", changed);
heard("error", recover);
heard("ended", () => ended(load));

/** What is already in the browser would go on sounding after a removal, so the player asks by itself. */
async function stillAllowed() {
  if (now.state !== "playing") return;
  if (now.play?.startsWith("kept:")) return keptStill();
  const mine = load;
  const answer = await fetch(now.url, { method: "HEAD" }).catch(() => null);
  if (mine === load && answer && (answer.status === 403 || answer.status === 404)) await recover();
}

/** A copy of this browser sounds as long as it may be kept. */
function keptStill() {
  if (!kept.find(now.track.number)) refused({ telling: "" }, true);
}

setInterval(stillAllowed, LOOK_AGAIN);

// How a start is asked for: in which quality, and again while that is being made.

import { askToListen } from "./calls.js";
import * as kept from "./kept.js";

const MOST_WAITS = 30; // times a form is asked for again while it is being made
const TROUBLES = [1000, 3000]; // ms until a question that got no answer is asked again, while there is a network
const STALLS = 2; // within CLOSE, from which on less is asked for
const CLOSE = 60000; // ms
const CALM = 300000; // ms without a stall, after which the usual is asked for again

let wanted = "auto";
let stalls = []; // moments at which the sound ran dry
const unplayable = new Set(); // types this browser does not play

/** One of levels.js QUALITIES. */
export function choose(quality) {
  wanted = quality;
}

/** The sound ran dry before its end. */
export function stalled(now = Date.now()) {
  stalls = [...stalls, now].slice(-STALLS);
}

/** What is asked for now: "" is the form that pages usually play. */
export function quality(now = Date.now()) {
  if (wanted !== "auto") return wanted;
  const poor = stalls.length === STALLS && stalls[STALLS - 1] - stalls[0] < CLOSE;
  return poor && now - stalls[STALLS - 1] < CALM ? "64" : "";
}

/** What the server says to one question; a form this browser does not play is asked for as usual. */
export async function once({ number, from }) {
  const said = await askToListen(number, from, quality());
  if (said.trouble) return here(number); // without a network, from the copy this browser keeps
  if (said.refused && kept.find(number)) await kept.forget(number);
  if (!said.ok || plays(said.ok.type)) return said;
  return askToListen(number, from);
}

async function here(number) {
  const copy = await kept.start(number).catch(() => null);
  return copy ? { ok: copy } : { trouble: true };
}

function plays(type) {
  if (!unplayable.has(type) && document.createElement("audio").canPlayType(type)) return true;
  unplayable.add(type);
  return false;
}

/** The same, until it is made; `waits` is called each time it is not yet, `asks` says whether it is still wanted. */
export async function patiently(track, asks, waits) {
  const troubles = [...TROUBLES];
  for (let wait = 0; wait < MOST_WAITS; wait += 1) {
    const said = await once(track);
    if (said.later && asks()) waits();
    const rest = said.later ? said.later * 1000 : said.trouble && navigator.onLine && troubles.shift();
    if (!rest || !asks()) return said;
    await new Promise((after) => setTimeout(after, rest));
    if (!asks()) return said;
  }
  return { trouble: true };
}

// A listening is counted once, when 30 s or half of it have really been heard; until the server has said
// so the count waits in storage, so that neither a reload nor a dead network loses it.

import * as audio from "./audio.js";
import { post } from "./calls.js";
import * as kept from "./kept.js";

const WAITING = "akkord.counts";
const MOST_TRIES = 5;
const KEPT = 20;

let play = null;
let heard = 0;
let last = 0;
let said = false;

/** Seconds that must be heard of a track of this length. */
export function needed(length) {
  return Math.min(30, length / 2);
}

/** What a step of the position adds to what was heard: a seek is no listening. */
export function step(before, after) {
  const passed = after - before;
  return passed > 0 && passed < 2 ? passed : 0;
}

function listen() {
  const here = audio.position();
  if (audio.play_id() !== play) {
    [play, heard, said] = [audio.play_id(), 0, false];
  } else if (audio.state() === "playing") {
    heard += step(last, here) / audio.speed(); // by the clock: what is played fast is not heard for longer
  }
  last = here;
  if (play && !said && heard > 0 && heard >= needed(audio.length())) {
    said = true;
    if (play.startsWith("kept:")) kept.heard(play, heard);
    else {
      remember(play, heard);
      count(play, heard);
    }
  }
}

async function count(id, seconds, tries = 0) {
  const answer = await post(`/listen/${id}/count`, { seconds }, { keepalive: true }).catch(() => null);
  if (answer && (answer.ok || (answer.status >= 400 && answer.status < 500))) return forget(id);
  if (tries < MOST_TRIES) setTimeout(() => count(id, seconds, tries + 1), 2000 * 2 ** tries);
  return undefined;
}

function waiting() {
  try {
    return JSON.parse(localStorage.getItem(WAITING)) ?? {};
  } catch {
    return {};
  }
}

function remember(id, seconds) {
  const kept = Object.entries({ ...waiting(), [id]: seconds }).slice(-KEPT);
  localStorage.setItem(WAITING, JSON.stringify(Object.fromEntries(kept)));
}

function forget(id) {
  const kept = waiting();
  delete kept[id];
  localStorage.setItem(WAITING, JSON.stringify(kept));
}

/** Begin to count, and say what an earlier page could not. */
export function start() {
  audio.events.addEventListener("change", listen);
  for (const [id, seconds] of Object.entries(waiting())) count(id, seconds);
}

// The queue that all devices of a person share: written to the server as it changes here, taken from there when
// another device has changed it since; and when another begins to sound, this one pauses.

import * as audio from "./audio.js";
import { post } from "./calls.js";
import * as player from "./player.js";

const PLACE = "/listen/queue";
const SETTLED = 1500; // ms without another change before the queue is written
const EVERY = 15000; // ms between writes of the place while playing

let known = {}; // {device, stamp}: this browser's name, and the state of the server it knows
let key = "";
let sent = "";
let timer = 0;
let behind = false; // another device has written what is not fetched yet: nothing here goes over it
let writing = Promise.resolve();

function kept() {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? {};
  } catch {
    return {};
  }
}

function keep(stamp) {
  known = { ...known, stamp };
  localStorage.setItem(key, JSON.stringify(known));
}

function said(sounding) {
  const { items, at } = player.theQueue();
  const place = { tracks: items.map((item) => item.number), current: at < 0 ? null : at };
  return { ...place, position_ms: Math.round(audio.position() * 1000), device: known.device, sounding };
}

function write(sounding = false, more = {}) {
  clearTimeout(timer);
  behind &&= !sounding; // who begins here decides
  if (behind) return;
  const now = said(sounding);
  if (JSON.stringify({ ...now, sounding: false }) === sent && !sounding) return;
  sent = JSON.stringify({ ...now, sounding: false });
  writing = writing.then(async () => {
    const answer = await post(PLACE, now, more).catch(() => null);
    if (answer?.ok && !answer.redirected) keep((await answer.json()).changed);
  });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(write, SETTLED);
}

async function take() {
  const answer = await fetch(PLACE, { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const there = await answer.json();
  behind = false;
  if (there.changed === null || there.changed === kept().stamp || there.device === known.device) return;
  if (["playing", "loading", "preparing"].includes(audio.state())) return; // what sounds here goes on
  player.fetched(there.tracks, there.current, there.position_ms / 1000);
  sent = JSON.stringify(said(false));
  keep(there.changed);
}

/** Another device has written: what it plays is what there is. */
function told({ device, sounding }) {
  if (device === known.device) return;
  behind = true;
  if (sounding) player.giveWay();
  take();
}

export async function start(person) {
  if (!person) return;
  key = `akkord.shared.${person}`;
  known = { device: `web-${Math.random().toString(36).slice(2, 10)}`, ...kept() };
  keep(known.stamp ?? null);
  sent = JSON.stringify(said(false));
  await take();
  player.events.addEventListener("change", soon);
  let state = audio.state();
  audio.events.addEventListener("change", () => {
    if (audio.state() === "paused" && state === "playing") write();
    state = audio.state();
  });
  audio.events.addEventListener("begin", () => write(true));
  setInterval(() => audio.state() === "playing" && write(), EVERY);
  addEventListener("pagehide", () => write(false, { keepalive: true }));
  const { hear } = await import("../live.js");
  hear("queue", told);
  hear("back", take);
}

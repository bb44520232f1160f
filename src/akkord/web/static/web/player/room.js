// Listening together: while one sits in a room, its place is where this player is, and what is pressed here is asked
// of the room. Whom the law does not let hear a track is silent in it, and back with the next.

import * as audio from "./audio.js";
import { post } from "./calls.js";
import { clocked, correction, distance, lead, offset, placeAt } from "./instep.js";
import * as player from "./player.js";

const STEP = 250; // ms between looks at how far one is from the room
const ASK = 15000; // ms between questions after the clock, which also say that one is here
const TRIPS = 5; // questions in a row when one enters
const AGAIN = 2500; // ms a start is given before it is tried anew

/** "change": the room has changed, or one is in none any more. */
export const events = new EventTarget();

let room = null; // what the server says of it
let trips = [];
let silent = null; // {at, telling}: the track one may not hear
let tried = 0;
let ahead = 150; // ms a start is expected to take
let landed = true; // whether the last start was measured
let timers = [];

export const here = () => room;
export const silence = () => silent;

/** ms this page is behind the room; below 0: ahead. */
export const behind = () => distance(room.lengths, whereIAm(), placeAt(room, theirs()));

const ours = () => performance.timeOrigin + performance.now();
const theirs = () => ours() + offset(trips);

function whereIAm() {
  return { at: Math.max(0, player.theQueue().at), ms: audio.position() * 1000 };
}

/** Sit down, and begin to hear what is heard there. What goes wrong, in words, or "". */
export async function enter(code) {
  const entered = await asked(code, "enter", {});
  if (!entered.ok) return entered.telling;
  for (let trip = 0; trip < TRIPS; trip += 1) await look();
  if (!room) return "";
  silent = null;
  player.steerBy({ ...hand, silenced });
  player.follow(room.tracks, placeAt(room, theirs()).at);
  timers = [setInterval(keepStep, STEP), setInterval(look, ASK)];
  keepStep();
  changed();
  return "";
}

/** This player is one's own again; the seat stays until one gets up or is not heard of. */
export function leave() {
  if (!room) return;
  room = null;
  for (const timer of timers) clearInterval(timer);
  audio.nudge(1);
  player.steerBy(null);
  changed();
}

async function asked(code, verb, body) {
  const sent = ours();
  const place = `/room/${code}/${verb}`;
  const answer = await (body ? post(place, body) : fetch(place, { headers: { Accept: "application/json" } })).catch(() => null);
  const said = await answer?.json().catch(() => null);
  if (!answer?.ok) return { ok: false, gone: answer?.status === 404, telling: said?.telling ?? "" };
  trips = clocked(trips, sent, ours(), said.now);
  if (!room || said.version >= room.version) room = said;
  return { ok: true };
}

async function look() {
  if (!room) return;
  const { ok, gone } = await asked(room.code, "state", null);
  if (gone) return leave();
  if (ok) changed();
}

function changed() {
  events.dispatchEvent(new Event("change"));
}

function steered(act, more = {}) {
  if (!room.may_steer) return player.tell(document.querySelector("player-bar").dataset.hostSteers);
  return asked(room.code, "steer", { act, ...more }).then(() => {
    keepStep();
    changed();
  });
}

const hand = {
  toggle: () => steered(placeAt(room, theirs()).playing ? "pause" : "play"),
  next: () => steered("go", { at: placeAt(room, theirs()).at + 1 }),
  previous: () => steered("go", { at: Math.max(0, placeAt(room, theirs()).at - 1) }),
  jump: (at) => steered("go", { at }),
  seek: (seconds) => steered("seek", { ms: Math.max(0, Math.round(seconds * 1000)) }),
  leave,
};

function silenced(telling) {
  silent = { at: player.theQueue().at, telling };
  changed();
}

function keepStep() {
  if (!room) return;
  const want = placeAt(room, theirs());
  if (silent && silent.at !== want.at) {
    silent = null;
    changed();
  }
  if (silent) return;
  if (!want.playing) stand(want);
  else if (["loading", "preparing"].includes(audio.state()) && ours() - tried < AGAIN) return;
  else if (audio.state() === "playing") correct(want);
  else start();
}

function stand(want) {
  audio.nudge(1);
  if (["playing", "loading", "preparing"].includes(audio.state())) audio.pause();
  if (Math.abs(distance(room.lengths, whereIAm(), want)) > 100) player.goTo(want.at, want.ms / 1000, false);
}

function start() {
  if (ours() - tried < AGAIN) return;
  tried = ours();
  landed = false;
  const there = placeAt(room, theirs() + ahead);
  player.goTo(there.at, there.ms / 1000, true);
}

function correct(want) {
  const late = distance(room.lengths, whereIAm(), want);
  if (!landed) ahead = lead(ahead, late);
  landed = true;
  const { leap, rate } = correction(late);
  audio.nudge(rate);
  if (!leap) return;
  if (player.theQueue().at === want.at) audio.seek(want.ms / 1000);
  else start();
}

/** News of the room one sits in. */
export async function listen() {
  const { hear } = await import("../live.js");
  hear("room", ({ code }) => room?.code === code && look());
  hear("back", look);
}

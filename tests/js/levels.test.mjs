// What loudness, crossfades and the sleep timer promise, run by node --test.
import assert from "node:assert/strict";
import test from "node:test";

import * as levels from "../../src/akkord/web/static/web/player/levels.js";
import * as queues from "../../src/akkord/web/static/web/player/queue.js";
import * as sleep from "../../src/akkord/web/static/web/player/sleep.js";

const decibels = (gain) => 20 * Math.log10(gain);

test("what is louder than the reference is brought down to it, what is quieter stays", () => {
  assert.ok(Math.abs(decibels(levels.gain("track", { track: -8, album: null })) + 10) < 1e-9);
  assert.equal(levels.gain("track", { track: -23, album: null }), 1);
  assert.equal(levels.gain("off", { track: -8, album: -8 }), 1);
  assert.equal(levels.gain("track", { track: null, album: null }), 1);
  assert.equal(levels.gain("track", undefined), 1);
});

test("by albums the tracks of an album keep their distances; without one the track's own figure counts", () => {
  const [loud, quiet] = [levels.gain("album", { track: -9, album: -12 }), levels.gain("album", { track: -16, album: -12 })];
  assert.equal(loud, quiet);
  assert.ok(Math.abs(decibels(levels.gain("album", { track: -20, album: null }))) < 1e-9);
});

test("a crossfade keeps its power and is no longer than a third of either track", () => {
  for (const part of [0, 0.2, 0.5, 0.9, 1]) {
    const [going, coming] = levels.faded(part);
    assert.ok(Math.abs(going ** 2 + coming ** 2 - 1) < 1e-9);
  }
  assert.equal(levels.overlap(10, 200, 200), 10);
  assert.equal(levels.overlap(10, 9, 200), 3);
  assert.equal(levels.overlap(10, 200, 6), 2);
  assert.equal(levels.overlap(0, 200, 200), 0);
});

test("what a browser kept and makes no sense is what a first visitor hears", () => {
  assert.deepEqual(levels.tidied({ normalise: "x", speed: 3, crossfade: -1 }), levels.tidied({}));
  assert.deepEqual(levels.tidied({ normalise: "off", speed: 2, crossfade: 6, quality: "160" }), { normalise: "off", speed: 2, crossfade: 6, quality: "160" });
});

test("the sleep timer is due when its minutes have passed, not before, and can be put off", () => {
  sleep.set("15", 0);
  assert.equal(sleep.due(14 * 60000), false);
  assert.equal(sleep.minutes(60000), 14);
  assert.equal(sleep.due(15 * 60000), true);
  sleep.set("track");
  assert.ok(sleep.withTrack() && !sleep.due(1e15));
  sleep.set("nonsense");
  assert.equal(sleep.chosen(), "off");
});

test("another device's queue comes in its order and at its place; how this one repeats stays", () => {
  const tracks = [1, 2, 3].map((number) => ({ number, title: `t${number}` }));
  const mine = queues.shuffle(queues.repeat(queues.empty(), "all"), true);
  const there = queues.fetched(mine, tracks, 1);
  assert.deepEqual(there.items.map((item) => item.number), [1, 2, 3]);
  assert.equal(queues.current(there).number, 2);
  assert.equal(there.repeat, "all");
  assert.equal(queues.fetched(mine, [], null).at, -1);
});

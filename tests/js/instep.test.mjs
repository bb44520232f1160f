// A page in step with its room: the server's clock, the room's place, the way back to it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clocked, correction, distance, lead, offset, placeAt } from "../../src/akkord/web/static/web/player/instep.js";

const ROOM = { lengths: [1000, 2000, 3000], at: 0, ms: 500, playing: true, moved: 10000 };

test("a room goes on from track to track and stops at its end", () => {
  for (const [passed, at, ms, playing] of [
    [0, 0, 500, true],
    [499, 0, 999, true],
    [500, 1, 0, true],
    [2499, 1, 1999, true],
    [2500, 2, 0, true],
    [5500, 2, 3000, false],
    [99999, 2, 3000, false],
    [-50, 0, 500, true],
  ]) {
    assert.deepEqual(placeAt(ROOM, 10000 + passed), { at, ms, playing }, `after ${passed} ms`);
  }
  assert.deepEqual(placeAt({ ...ROOM, playing: false }, 99999), { at: 0, ms: 500, playing: false });
});

test("distances go over the tracks between", () => {
  assert.equal(distance(ROOM.lengths, { at: 0, ms: 900 }, { at: 2, ms: 10 }), 2110);
  assert.equal(distance(ROOM.lengths, { at: 1, ms: 0 }, { at: 0, ms: 990 }), -10);
});

test("the quickest answer tells the clock best, and eight are kept", () => {
  let kept = [];
  for (let n = 0; n < 20; n += 1) kept = clocked(kept, n * 100, n * 100 + 40 + (n % 5), 70000 + n * 100 + 10);
  assert.equal(kept.length, 8);
  assert.equal(offset(kept), 70000 + 10 - 20);
});

test("whoever is behind is quicker, and in step again whatever the distance", () => {
  for (const begun of [-390, -200, 60, 399]) {
    let behind = begun;
    for (let step = 0; step < 60; step += 1) behind -= 250 * (correction(behind).rate - 1);
    assert.ok(Math.abs(behind) <= 25, `${begun} → ${behind}`);
  }
  assert.deepEqual([lead(150, 100), lead(150, -100), lead(10, -500), lead(1400, 900)], [250, 50, 0, 1500]);
  assert.deepEqual(correction(10), { leap: false, rate: 1 });
  assert.equal(correction(-1000).leap, true);
  assert.ok(correction(100).rate > 1 && correction(-100).rate < 1);
});

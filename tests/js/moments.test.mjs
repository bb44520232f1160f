// What the words of a song follow the sound by, run by node --test.
import assert from "node:assert/strict";
import test from "node:test";

import { place, reached } from "../../src/akkord/web/static/web/player/moments.js";

test("the last moment that has come is found, and none before the first", () => {
  const moments = [0, 1000, 1000, 2500];
  for (const [now, at] of [[-1, -1], [0, 0], [999.9, 0], [1000, 2], [2499, 2], [2500, 3], [9e9, 3]]) {
    assert.equal(reached(moments, now), at);
  }
  assert.equal(reached([], 5), -1);
});

test("a mark stands where its moment is along the track, and never beside the waveform", () => {
  for (const [seconds, length, at] of [[0, 60, 0], [30, 60, 50], [90, 60, 100], [-1, 60, 0], [5, 0, 0]]) {
    assert.equal(place(seconds, length), at);
  }
});

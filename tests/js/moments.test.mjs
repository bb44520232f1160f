// What the words of a song follow the sound by, run by node --test.
import assert from "node:assert/strict";
import test from "node:test";

import { reached } from "../../src/akkord/web/static/web/player/moments.js";

test("the last moment that has come is found, and none before the first", () => {
  const moments = [0, 1000, 1000, 2500];
  for (const [now, at] of [[-1, -1], [0, 0], [999.9, 0], [1000, 2], [2499, 2], [2500, 3], [9e9, 3]]) {
    assert.equal(reached(moments, now), at);
  }
  assert.equal(reached([], 5), -1);
});

// What the queue promises, run by node --test.
import assert from "node:assert/strict";
import test from "node:test";

import * as queues from "../../src/akkord/web/static/web/player/queue.js";

const tracks = (n) => Array.from({ length: n }, (_, i) => ({ number: i + 1, title: `t${i + 1}` }));
const numbers = (queue) => queue.items.map((item) => item.number);
const now = (queue) => queues.current(queue)?.number;

/** A source of chance that can be repeated. */
function chance(seed) {
  let state = seed;
  return () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
}

test("a pressed row plays its whole list from there", () => {
  const queue = queues.playList(queues.empty(), tracks(4), 2);
  assert.equal(now(queue), 3);
  assert.equal(now(queues.next(queue)), 4);
  assert.equal(now(queues.previous(queue)), 2);
});

test("at the end nothing follows, and the queue says so by staying itself", () => {
  const queue = queues.playList(queues.empty(), tracks(2), 1);
  assert.equal(queues.next(queue), queue);
  const first = queues.playList(queues.empty(), tracks(2), 0);
  assert.equal(queues.previous(first), first);
  assert.equal(queues.next(queues.empty()).at, -1);
});

test("repeating all goes round both ways; repeating one only when the track ended by itself", () => {
  const all = queues.repeat(queues.playList(queues.empty(), tracks(2), 1), "all");
  assert.equal(now(queues.next(all, { ended: true })), 1);
  assert.equal(now(queues.previous({ ...all, at: 0 })), 2);
  const one = queues.repeat(queues.playList(queues.empty(), tracks(2), 0), "one");
  assert.equal(now(queues.next(one, { ended: true })), 1);
  assert.notEqual(queues.next(one, { ended: true }), one);
  assert.equal(now(queues.next(one)), 2);
});

test("the button of repeat goes through its three modes", () => {
  const modes = [];
  let queue = queues.empty();
  for (let i = 0; i < 4; i += 1) modes.push((queue = queues.nextRepeat(queue)).repeat);
  assert.deepEqual(modes, ["all", "one", "none", "all"]);
});

test("shuffled, every track comes once before any comes again", () => {
  for (let seed = 1; seed <= 50; seed += 1) {
    const random = chance(seed);
    let queue = queues.playList(queues.empty(), tracks(7), seed % 7);
    const begun = now(queue);
    queue = queues.repeat(queues.shuffle(queue, true, random), "all");
    for (let round = 0; round < 3; round += 1) {
      const heard = [];
      for (let i = 0; i < 7; i += 1) {
        heard.push(now(queue));
        if (i < 6) queue = queues.next(queue, { random });
      }
      assert.deepEqual([...heard].sort(), [1, 2, 3, 4, 5, 6, 7]);
      if (round === 0) assert.equal(heard[0], begun);
      const last = heard.at(-1);
      queue = queues.next(queue, { random });
      assert.notEqual(now(queue), last);
    }
  }
});

test("shuffling off brings the order back and the current track stays", () => {
  const mixed = queues.shuffle(queues.playList(queues.empty(), tracks(5), 3), true, chance(4));
  const back = queues.shuffle(queues.next(mixed), false);
  assert.deepEqual(numbers(back), [1, 2, 3, 4, 5]);
  assert.equal(now(back), now(queues.next(mixed)));
});

test("what is removed is gone; the current track stays, or what followed it takes its place", () => {
  const queue = queues.playList(queues.empty(), tracks(4), 2);
  assert.equal(now(queues.remove(queue, 0)), 3);
  assert.equal(now(queues.remove(queue, 2)), 4);
  assert.equal(now(queues.remove(queues.remove(queue, 3), 2)), 2);
  assert.equal(queues.remove(queue, 9), queue);
  const only = queues.playList(queues.empty(), tracks(1), 0);
  assert.equal(queues.current(queues.remove(only, 0)), null);
});

test("what is moved changes its place and not what plays", () => {
  const queue = queues.playList(queues.empty(), tracks(4), 1);
  const moved = queues.move(queue, 0, 3);
  assert.deepEqual(numbers(moved), [2, 3, 4, 1]);
  assert.equal(now(moved), 2);
  assert.equal(queues.move(queue, 0, 4), queue);
  assert.deepEqual(numbers(queues.shuffle(queues.shuffle(moved, true, chance(2)), false)), [2, 3, 4, 1]);
});

test("a track is added at the end, or right after the current one", () => {
  const queue = queues.playList(queues.empty(), tracks(3), 1);
  assert.deepEqual(numbers(queues.add(queue, { number: 9 })), [1, 2, 3, 9]);
  assert.deepEqual(numbers(queues.addNext(queue, { number: 9 })), [1, 2, 9, 3]);
});

test("added while shuffled, a track is still to come, and stands at the end of the list's own order", () => {
  for (let seed = 1; seed <= 30; seed += 1) {
    const random = chance(seed);
    let queue = queues.next(queues.shuffle(queues.playList(queues.empty(), tracks(5), 0), true, random));
    queue = queues.add(queue, { number: 9 }, random);
    assert.ok(numbers(queue).indexOf(9) > queue.at);
    assert.deepEqual(numbers(queues.shuffle(queue, false)), [1, 2, 3, 4, 5, 9]);
  }
});

test("a queue survives storage, and nonsense from storage is an empty queue", () => {
  const queue = queues.shuffle(queues.playList(queues.empty(), tracks(3), 1), true, chance(3));
  const again = queues.restored(JSON.parse(JSON.stringify(queue)));
  assert.deepEqual(numbers(again), numbers(queue));
  assert.equal(now(again), now(queue));
  for (const said of [undefined, null, 5, "x", {}, { items: [{ number: "1" }] }, { items: [{ number: 1, key: 1 }] }]) {
    assert.deepEqual(queues.restored(said), queues.empty());
  }
});

test("no function changes the queue it was given", () => {
  const frozen = queues.playList(queues.empty(), tracks(3), 1);
  for (const part of [frozen, frozen.items, frozen.natural]) Object.freeze(part);
  for (const verb of ["next", "previous", "nextRepeat"]) queues[verb](frozen);
  queues.shuffle(frozen, true);
  queues.move(frozen, 0, 2);
  queues.remove(frozen, 1);
  queues.add(frozen, { number: 9 });
  queues.addNext(frozen, { number: 9 });
});

// What a browser keeps of music: until its time is over, as long as the site says so, for one person, told once.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

const stored = new Map();
const held = new Map();
globalThis.localStorage = {
  getItem: (name) => stored.get(name) ?? null,
  setItem: (name, value) => stored.set(name, value),
  removeItem: (name) => stored.delete(name),
};
globalThis.caches = {
  open: async () => ({
    put: async (name, answer) => held.set(name, answer),
    match: async (name) => held.get(name)?.clone(),
    delete: async (name) => held.delete(name),
  }),
  delete: async () => held.clear(),
};
globalThis.fetch = async () => new Response("sound", { headers: { "Content-Type": "audio/webm" } });
URL.createObjectURL = () => "blob:sound";

const kept = await import("../../src/akkord/web/static/web/player/kept.js");
const HOUR = 3600000;

const answer = (said, status = 200) => new Response(JSON.stringify(said), { status });
const track = (number, until = Date.now() + HOUR) => ({ number, title: `Song ${number}`, artist: "", seconds: 8, href: `/audio${number}`, url: "/stream/x", until, leave: `leave ${number}`, levels: null });
const keep = (number, until) => kept.keep(number, "7", async () => answer(track(number, until)));

beforeEach(async () => {
  await kept.forgetAll();
  stored.clear();
});

test("what is kept plays from the copy, and its address is never kept", async () => {
  assert.ok((await keep(1)).kept);
  const start = await kept.start(1);
  assert.equal(start.url, "blob:sound");
  assert.match(start.play, /^kept:/);
  assert.ok(!stored.get("akkord.kept").includes("/stream/"));
});

test("whose time is over is thrown away by whoever looks", async () => {
  await keep(1, Date.now() + 1000);
  assert.ok(kept.find(1));
  assert.equal(kept.find(1, Date.now() + 1001), null);
  assert.equal(await kept.start(1), null);
  assert.equal(held.size, 0);
  await keep(2, Date.now() - 1);
  assert.deepEqual(kept.all(), []);
});

test("what the site refuses is not kept, nor what breaks off", async () => {
  assert.deepEqual(await kept.keep(1, "7", async () => answer({ telling: "no" }, 403)), { refused: "no" });
  const { fetch } = globalThis;
  globalThis.fetch = async () => new Response(new ReadableStream({ pull: (sound) => sound.error(new Error("cut")) }));
  assert.deepEqual(await keep(1), { trouble: true });
  globalThis.fetch = fetch;
  assert.deepEqual(kept.all(), []);
});

test("what may be kept no more goes at the next contact, and looks are an hour apart", async () => {
  await keep(1);
  await keep(2);
  const later = Date.now() + 2 * HOUR;
  const asked = [];
  const post = async (place, { tracks }) => {
    asked.push(tracks);
    return answer({ kept: [{ track: 2, until: later + HOUR, leave: "again" }], gone: [1] });
  };
  await kept.renew("7", post, Date.now() + 1, HOUR);
  await kept.renew("7", post, Date.now() + 2, HOUR);
  assert.deepEqual(asked, [[1, 2]]);
  assert.equal(kept.find(1), null);
  assert.equal(kept.find(2, later).leave, "again");
});

test("of anybody else than who is signed in nothing stays", async () => {
  await keep(1);
  await kept.renew("8", async () => assert.fail("nothing is asked"));
  assert.deepEqual(kept.all(), []);
  assert.equal(held.size, 0);
});

test("a play is told once, and stays until the site has answered", async () => {
  await keep(1);
  const { play } = await kept.start(1);
  kept.heard(play, 5);
  kept.heard(play, 6);
  await kept.tell("7", async () => { throw new Error("no network"); });
  const told = [];
  const post = async (place, { plays }) => {
    told.push(...plays);
    return answer({ told: Object.fromEntries(plays.map((each) => [each.play, true])) });
  };
  await kept.renew("8", post);
  await kept.tell("8", post);
  assert.deepEqual([kept.all(), told], [[], []]); // it waits for who made it
  await kept.tell("7", post);
  await kept.tell("7", post);
  assert.equal(told.length, 1);
  assert.deepEqual([told[0].leave, told[0].seconds, `kept:${told[0].play}`], ["leave 1", 5, play]);
});

// What the queue of unsent messages promises, run by node --test.
import assert from "node:assert/strict";
import test from "node:test";

import { Outbox } from "../../src/akkord/web/static/web/im/outbox.js";

const entry = (n) => ({ client: `c${n}`, place: "/im/2", text: `t${n}`, fields: [["text", `t${n}`]], at: "" });

function storage() {
  const kept = new Map();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
}

/** A server that keeps each client id once, behind a line that may be cut before or after it has acted. */
function world(line = () => "whole") {
  const server = [];
  const later = [];
  const store = storage();
  let queue = Promise.resolve();
  const alone = (work) => (queue = queue.then(work, work));
  const post = async ({ client }) => {
    const now = line();
    if (now === "cut before") return null;
    if (!server.includes(client)) server.push(client);
    return now === "cut after" ? null : { seq: server.indexOf(client) + 1 };
  };
  const open = () => new Outbox({ store, key: "me", post, alone, later: (work) => later.push(work) });
  return { server, later, store, open };
}

test("what is written without a connection waits in order and is sent in order", async () => {
  let connected = false;
  const { server, open } = world(() => (connected ? "whole" : "cut before"));
  const outbox = open();
  for (const n of [1, 2, 3]) await outbox.put(entry(n));
  assert.deepEqual(server, []);
  assert.deepEqual(outbox.entries().map((each) => each.client), ["c1", "c2", "c3"]);
  connected = true;
  await outbox.run();
  assert.deepEqual(server, ["c1", "c2", "c3"]);
  assert.deepEqual(outbox.entries(), []);
});

test("a page that is loaded anew sends what the one before it wrote", async () => {
  let connected = false;
  const { server, open } = world(() => (connected ? "whole" : "cut before"));
  const before = open();
  for (const n of [1, 2]) await before.put(entry(n));
  connected = true;
  await open().run();
  assert.deepEqual(server, ["c1", "c2"]);
});

test("whatever the line does, nothing is lost, doubled or out of order", async () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    let state = seed;
    const chance = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
    const line = () => ["whole", "cut before", "cut after"][Math.floor(chance() * 3)];
    const { server, later, open } = world(line);
    const outbox = open();
    const put = Array.from({ length: 12 }, (_, n) => entry(n));
    for (const each of put) await outbox.put(each);
    for (let tries = 0; outbox.entries().length && tries < 500; tries += 1) {
      later.splice(0).forEach((work) => work());
      await outbox.run();
    }
    assert.deepEqual(server, put.map((each) => each.client), `seed ${seed}`);
  }
});

test("what is refused is kept with its reason and holds nobody up", async () => {
  const store = storage();
  const told = [];
  const post = async ({ client }) => (client === "c1" ? { refused: "too long" } : { seq: 1 });
  const outbox = new Outbox({ store, key: "me", post, alone: (work) => work(), later: () => {} });
  outbox.watch((each, answer) => told.push([each.client, each.state, answer?.seq]));
  await outbox.put(entry(1));
  await outbox.put(entry(2));
  assert.deepEqual(outbox.entries().map((each) => [each.client, each.state, each.why]), [["c1", "refused", "too long"]]);
  assert.deepEqual(told, [["c1", "refused", undefined], ["c2", "sent", 1]]);
  outbox.drop("c1");
  assert.deepEqual(outbox.entries(), []);
});

test("what nobody can read is no queue", () => {
  const store = storage();
  store.setItem("me", "{broken");
  assert.deepEqual(new Outbox({ store, key: "me" }).entries(), []);
});

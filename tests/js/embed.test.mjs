// What the player in a frame promises, run by node --test with a stand-in of its page.
import assert from "node:assert/strict";
import test from "node:test";

const listeners = {};
const element = (said = {}) => ({ addEventListener() {}, setAttribute() {}, ...said });
const pressed = element({ addEventListener: (_, then) => (listeners.press = then) });
const row = {
  dataset: { track: "5", seconds: "60" },
  querySelector: (what) => (what === "button" ? pressed : element()),
};
const told = {};
let sound;
globalThis.Audio = class {
  paused = true;
  constructor() {
    sound = this;
  }
  addEventListener() {}
  async play() {
    this.paused = false;
  }
  pause() {
    this.paused = true;
  }
  removeAttribute() {
    this.src = "";
  }
  load() {
    this.loaded = true;
  }
};
globalThis.document = {
  body: { dataset: { trouble: "trouble" } },
  getElementById: () => told,
  querySelectorAll: () => [row],
};
let look;
globalThis.setInterval = (then) => (look = then);
let status = 200;
const asked = [];
globalThis.fetch = async (place, { method }) => {
  asked.push(`${method} ${place}`);
  return { ok: true, status, json: async () => ({ play: "p", url: "/stream" }) };
};

test("a removal silences what is buffered", async () => {
  await import("../../src/akkord/web/static/web/embed.js");
  await look();
  assert.deepEqual(asked, [], "nobody listens, nothing is asked");
  await listeners.press();
  assert.equal(sound.src, "/stream");
  await look();
  assert.equal(asked.at(-1), "HEAD /stream");
  assert.equal(sound.paused, false);
  status = 503;
  await look();
  assert.equal(sound.paused, false, "a site that is down takes nothing away");
  status = 404;
  await look();
  assert.deepEqual([sound.paused, sound.src, sound.loaded, told.textContent], [true, "", true, "trouble"]);
  const before = asked.length;
  await look();
  assert.equal(asked.length, before);
});

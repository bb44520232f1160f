// In which quality a start is asked for: as chosen, or by what ran dry.

import assert from "node:assert/strict";
import { test } from "node:test";

const probe = { canPlayType: (type) => (type === "audio/webm" ? "probably" : "") };
const asked = [];
let says = { type: "audio/webm" };
globalThis.document = { querySelector: () => null, createElement: () => probe };
globalThis.fetch = async (_url, { body }) => {
  const { quality } = JSON.parse(body);
  asked.push(quality);
  return Response.json(quality === "original" ? { type: "audio/x-odd" } : says);
};
const starts = await import("../../src/akkord/web/static/web/player/starts.js");

test("automatic is the usual until it runs dry twice in a minute, and again after five calm ones", () => {
  assert.equal(starts.quality(0), "");
  starts.stalled(0);
  starts.stalled(100000);
  assert.equal(starts.quality(100001), "");
  starts.stalled(130000);
  assert.equal(starts.quality(130001), "64");
  assert.equal(starts.quality(130000 + 299999), "64");
  assert.equal(starts.quality(130000 + 300000), "");
});

test("what is chosen is asked for, and what this browser does not play as usual", async () => {
  starts.choose("160");
  assert.equal((await starts.once({ number: 1, from: "page" })).ok.type, "audio/webm");
  starts.choose("original");
  assert.equal((await starts.once({ number: 1, from: "page" })).ok.type, "audio/webm");
  assert.deepEqual(asked, ["160", "original", ""]);
});

test("what is being made is asked for again, for as long as it is wanted", async () => {
  let left = 2;
  globalThis.fetch = async () => (left-- > 0 ? new Response("{}", { status: 503, headers: { "Retry-After": "0.001" } }) : Response.json(says));
  let waits = 0;
  const said = await starts.patiently({ number: 1, from: "page" }, () => true, () => (waits += 1));
  assert.equal(said.ok.type, "audio/webm");
  assert.equal(waits, 2);
});

// What feeds an element: bytes over lines that break, and not one more where the site gives none.

import assert from "node:assert/strict";
import { test } from "node:test";

import { able, bytes } from "../../src/akkord/web/static/web/player/feed.js";

const FILE = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);

/** A line that breaks after each of `lengths` bytes, then `refuses` or gives the rest. */
function line(lengths, refuses = null) {
  const asked = [];
  globalThis.fetch = async (_url, { headers }) => {
    const from = Number(/bytes=(\d+)-/.exec(headers.Range ?? "")?.[1] ?? 0);
    asked.push(from);
    const most = lengths.shift();
    if (most === undefined && refuses) return new Response("silent", { status: refuses });
    const piece = FILE.slice(from, most === undefined ? FILE.length : from + most);
    const body = new ReadableStream({
      pull(out) {
        if (piece.length && !out.given) out.enqueue(piece);
        out.given = true;
        if (most === undefined) out.close();
        else out.error(new TypeError("network error"));
      },
    }, { highWaterMark: 0 });
    return new Response(body, { status: from ? 206 : 200 });
  };
  return asked;
}

async function read(signal = new AbortController().signal) {
  const got = [];
  for await (const piece of bytes("/stream/x", signal, 0)) got.push(...piece);
  return got;
}

test("a line that breaks is taken up where it broke", async () => {
  const asked = line([300, 0, 300]);
  assert.deepEqual(await read(), [...FILE]);
  assert.deepEqual(asked, [0, 300, 300, 600]);
});

test("where the site gives no more, no more is asked", async () => {
  const asked = line([300], 403);
  await assert.rejects(read());
  assert.equal(asked.length, 2);
});

test("who is let go asks nothing more", async () => {
  const stop = new AbortController();
  globalThis.fetch = async () => {
    stop.abort();
    throw new DOMException("aborted", "AbortError");
  };
  await assert.rejects(read(stop.signal));
});

test("only what fits is fed, and only where there is something that can be", () => {
  const able_ = (seconds, type = "audio/webm") => able(seconds, type);
  assert.equal(able_(60), false, "no MediaSource in node");
  globalThis.MediaSource = { isTypeSupported: (type) => type.includes("opus") };
  assert.deepEqual([60, 0, 316, Number.NaN].map((seconds) => able_(seconds)), [true, false, false, false]);
  assert.equal(able_(60, "audio/mpeg"), false);
});

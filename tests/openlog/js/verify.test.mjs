// What the reader's browser says about a proof, tried in Node; run by test_verify_js.py, which brings the vectors.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import test from "node:test";

const verify = await import(process.env.VERIFY_JS);
const vectors = JSON.parse(readFileSync(process.env.VECTORS));
const bytes = (text) => new Uint8Array(Buffer.from(text, "base64"));
const whats = ({ steps }) => steps.map(({ what }) => what);

async function withCrypto(value, work) {
  const kept = Object.getOwnPropertyDescriptor(globalThis, "crypto");
  Object.defineProperty(globalThis, "crypto", { value, configurable: true });
  try {
    return await work();
  } finally {
    Object.defineProperty(globalThis, "crypto", kept);
  }
}

test("our own SHA-256 is SHA-256 at every length around its block borders", () => {
  for (const length of [...Array(200).keys(), 65535, 65536]) {
    const data = Uint8Array.from({ length }, (_, place) => (place * 31 + length) & 255);
    assert.deepEqual(Buffer.from(verify.sha256Here(data)), createHash("sha256").update(data).digest());
  }
});

test("SHA-256 works with and without WebCrypto", async () => {
  const known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const hash = async () => Buffer.from(await verify.sha256(new TextEncoder().encode("abc"))).toString("hex");
  assert.equal(await hash(), known);
  assert.equal(await withCrypto(undefined, hash), known);
});

test("every proof of the log verifies, step by step", async () => {
  for (const { proof, entry } of vectors.proofs) {
    const verdict = await verify.verifyProof(proof, bytes(entry), vectors.vkey);
    assert.equal(verdict.ok, true, JSON.stringify(verdict));
    assert.deepEqual(whats(verdict), ["proof", "checkpoint", "signature", "entry", "inclusion"]);
  }
});

test("damaged proofs are judged as tilelog judges them", async () => {
  let sound = 0;
  for (const { proof, entry, ok } of vectors.damaged) {
    const verdict = await verify.verifyProof(bytes(proof), bytes(entry), vectors.vkey);
    assert.equal(verdict.ok, ok, `${Buffer.from(proof, "base64")}\n${JSON.stringify(verdict)}`);
    sound += ok ? 1 : 0;
  }
  assert.ok(sound < vectors.damaged.length / 2);
});

test("any changed byte of the entry is seen, as the last step", async () => {
  const { proof, entry } = vectors.proofs.at(-1);
  for (let place = 0; place < bytes(entry).length; place++) {
    const wrong = bytes(entry);
    wrong[place] ^= 1;
    const verdict = await verify.verifyProof(proof, wrong, vectors.vkey);
    assert.equal(verdict.ok, false);
    assert.deepEqual(verdict.steps.at(-1), {
      what: "inclusion", ok: false, detail: "does not lead to the signed root",
    });
  }
});

test("another key, another log and a forged signature are told apart", async () => {
  const { checkpoint } = verify.parseProof(vectors.proofs[0].proof);
  assert.equal((await verify.openCheckpoint(checkpoint, vectors.vkey)).signature, "valid");
  assert.equal((await verify.openCheckpoint(checkpoint, vectors.otherKey)).signature, "missing");
  assert.equal((await verify.openCheckpoint(vectors.forged, vectors.vkey)).signature, "invalid");
  await assert.rejects(verify.openCheckpoint(checkpoint, vectors.otherLog), verify.Malformed);
  const verdict = await verify.verifyProof(vectors.proofs[0].proof, bytes(vectors.proofs[0].entry), vectors.otherKey);
  assert.equal(verdict.ok, false);
  assert.equal(verdict.steps.at(-1).what, "signature");
});

test("signatures of witnesses beside the log's own are passed over", async () => {
  assert.equal((await verify.openCheckpoint(vectors.witnessed, vectors.vkey)).signature, "valid");
});

const { subtle } = globalThis.crypto;
const noEd25519 = {
  subtle: {
    digest: (...given) => subtle.digest(...given),
    importKey: () => Promise.reject(new DOMException("no Ed25519", "NotSupportedError")),
  },
};

for (const [where, value] of [["on plain http", undefined], ["without Ed25519", noEd25519]]) {
  test(`a browser ${where} says that the signature was not checked, and checks the rest`, async () => {
    const { proof, entry } = vectors.proofs.at(-1);
    await withCrypto(value, async () => {
      const verdict = await verify.verifyProof(proof, bytes(entry), vectors.vkey);
      assert.equal(verdict.ok, null);
      assert.deepEqual(verdict.steps.map(({ ok }) => ok), [true, true, null, true, true]);
      assert.equal(verdict.steps[2].detail, "not checked in this browser");
      assert.equal((await verify.verifyProof(proof, new Uint8Array(3), vectors.vkey)).ok, false);
      assert.equal((await verify.openCheckpoint(vectors.forged, vectors.vkey)).signature, "unchecked");
    });
  });
}

test("the inclusion check keeps to its bounds", async () => {
  const leaves = await Promise.all([1, 2, 3].map((byte) => verify.leafHash(new Uint8Array([byte]))));
  const pair = await verify.nodeHash(leaves[0], leaves[1]);
  const root = await verify.nodeHash(pair, leaves[2]);
  const holds = (...given) => verify.verifyInclusion(...given);
  assert.equal(await holds(leaves[0], 0, 3, [leaves[1], leaves[2]], root), true);
  assert.equal(await holds(leaves[2], 2n, 3n, [pair], root), true);
  assert.equal(await holds(leaves[0], 0, 1, [], leaves[0]), true);
  for (const wrong of [
    [leaves[2], 3, 3, [pair], root],
    [leaves[2], -1, 3, [pair], root],
    [leaves[2], 1.5, 3, [pair], root],
    [leaves[2], NaN, 3, [pair], root],
    [leaves[2], "2", 3, [pair], root],
    [leaves[2], 2 ** 53, 2 ** 54, [pair], root],
    [leaves[2], 2n, 2n ** 63n, [pair], root],
    [leaves[2], 0, 0, [pair], root],
    [leaves[2], 1, 3, [pair], root],
    [leaves[2], 2, 3, [], root],
    [leaves[2], 2, 3, [pair, pair], root],
    [leaves[2], 2, 3, [pair.slice(1)], root],
    [leaves[2], 2, 3, [[...pair]], root],
    [leaves[2], 2, 3, [pair], root.slice(1)],
    [leaves[2].slice(1), 2, 3, [pair], root],
    [leaves[2], 2, 3, [leaves[2]], root],
  ]) {
    assert.equal(await holds(...wrong), false);
  }
});

test("proofs out of form are refused", () => {
  const hash = "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=";
  const good = `c2sp.org/tlog-proof@v1\nindex 73894\n${hash}\n\ncheckpoint`;
  const read = verify.parseProof(good);
  assert.deepEqual([read.index, read.hashes.length, read.checkpoint, read.extra], [73894n, 1, "checkpoint", null]);
  assert.deepEqual(verify.parseProof(good.replace("index", "extra QQ==\nindex")).extra, new Uint8Array([65]));
  for (const [from, to] of [
    ["@v1", "@v2"],
    ["73894", "073894"],
    ["73894", "-1"],
    ["73894", "9223372036854775808"],
    ["73894", "1e3"],
    ["73894", ""],
    ["index 73894\n", ""],
    [hash, hash.slice(0, -4)],
    [hash, hash.replace("Q=", "R=")],
    [hash, Array(64).fill(hash).join("\n")],
    [/\n/g, "\r\n"],
    ["c2sp", " c2sp"],
    ["\n\n", "\n"],
    ["checkpoint", "check\ud800point"],
  ]) {
    assert.throws(() => verify.parseProof(good.replace(from, to)), verify.Malformed, String(to));
  }
  assert.throws(() => verify.parseProof(new Uint8Array([0xff])), verify.Malformed);
});

test("keys out of form are refused", async () => {
  for (const wrong of ["", "name", vectors.vkey.replace("+", " +"), `${vectors.vkey}\n`, vectors.vkey.slice(0, -4)]) {
    await assert.rejects(verify.parseKey(wrong), verify.Malformed);
  }
  await assert.rejects(verify.parseKey(`x${vectors.vkey}`), /does not belong/);
});

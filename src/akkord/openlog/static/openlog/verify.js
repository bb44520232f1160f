// Checks an entry of the public log in the reader's own browser: SHA-256, RFC 9162 inclusion, C2SP signed notes,
// checkpoints and proof files. Nothing is asked of the server; the reader brings the proof, the entry and the key.
//
// Sizes and indexes are BigInt (a log may outgrow 2^53). Everything is read strictly: one spelling for each value.

/** Something that does not follow its specification to the letter. */
export class Malformed extends Error {}

const HEADER = "c2sp.org/tlog-proof@v1";
const LARGEST_NUMBER = 2n ** 63n - 1n;
const MOST_HASHES = 63;
const MOST_SIGNATURES = 100;
const LARGEST_NOTE = 1_000_000;
const LARGEST_ENTRY = 0xffff;
const ED25519 = 1;

const ROUNDS = new Uint32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);

/** SHA-256 of a Uint8Array; by WebCrypto where the page has it (https or localhost), else computed here. */
export async function sha256(bytes) {
  const subtle = globalThis.crypto?.subtle;
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha256Here(bytes);
}

/** SHA-256 after FIPS 180-4, for pages on plain http, where browsers hide WebCrypto. */
export function sha256Here(bytes) {
  const state = new Uint32Array([
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
  ]);
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setBigUint64(padded.length - 8, BigInt(bytes.length) * 8n);
  for (let at = 0; at < padded.length; at += 64) compress(state, view, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, place) => digest.setUint32(place * 4, word));
  return new Uint8Array(digest.buffer);
}

function compress(state, view, at) {
  const turn = (word, count) => (word >>> count) | (word << (32 - count));
  const words = new Uint32Array(64);
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(at + i * 4);
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15];
    const late = words[i - 2];
    const small0 = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
    const small1 = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16] + small0 + words[i - 7] + small1;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + ROUNDS[i] + words[i]) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, place) => {
    state[place] += word;
  });
}

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry) {
  return sha256(joined([0], entry));
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left, right) {
  return sha256(joined([1], left, right));
}

/**
 * RFC 9162 §2.1.3.2: whether `leaf` stands at `index` of the tree of `size` with this `root`.
 * Hashes are Uint8Arrays of 32 bytes, `proof` an array of them; index and size BigInt or safe integers.
 */
export async function verifyInclusion(leaf, index, size, proof, root) {
  if (![index, size].every(isCount) || ![leaf, root, ...proof].every(isHash)) return false;
  let position = BigInt(index);
  let last = BigInt(size) - 1n;
  if (position > last) return false;
  let computed = leaf;
  for (const sibling of proof) {
    if (last === 0n) return false;
    if (position & 1n || position === last) {
      computed = await nodeHash(sibling, computed);
      while (!(position & 1n) && position) {
        position >>= 1n;
        last >>= 1n;
      }
    } else {
      computed = await nodeHash(computed, sibling);
    }
    position >>= 1n;
    last >>= 1n;
  }
  return last === 0n && same(computed, root);
}

/** A verifier key `name+hexid+base64(0x01 ‖ key)` as {name, id, key}; throws Malformed. */
export async function parseKey(vkey) {
  const found = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(vkey);
  if (!found || !isName(found[1])) throw new Malformed("not a verifier key: name+hexid+base64 expected");
  const typed = fromBase64(found[3]);
  if (typed.length !== 33 || typed[0] !== ED25519) throw new Malformed("not an Ed25519 verifier key");
  const id = (await sha256(joined(utf8(found[1]), [0x0a], typed))).slice(0, 4);
  if (toHex(id) !== found[2]) throw new Malformed("the key id does not belong to this name and key");
  return { name: found[1], id, key: typed.slice(1) };
}

/** A signed note as {text, signatures: [{name, id, value}]}, nothing verified; throws Malformed. */
export function parseNote(message) {
  const note = asText(message);
  if (utf8(note).length > LARGEST_NOTE) throw new Malformed("the note is too large");
  if (/[\x00-\x09\x0b-\x1f]/.test(note)) throw new Malformed("a note has no control characters but newline");
  const cut = note.lastIndexOf("\n\n");
  if (cut < 0 || !note.endsWith("\n") || cut + 2 >= note.length) {
    throw new Malformed("a note is a text, an empty line and signature lines");
  }
  const lines = note.slice(cut + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new Malformed("too many signatures");
  return { text: note.slice(0, cut + 1), signatures: lines.map(parseSignature) };
}

function parseSignature(line) {
  const parts = line.split(" ");
  if (parts.length !== 3 || parts[0] !== "—" || !isName(parts[1])) throw new Malformed("not a signature line");
  const data = fromBase64(parts[2]);
  if (data.length < 5) throw new Malformed("a signature is longer than its key id");
  return { name: parts[1], id: data.slice(0, 4), value: data.slice(4) };
}

/** The text of a checkpoint as {origin, size, root, extensions}; throws Malformed. */
export function parseCheckpoint(text) {
  const lines = text.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.includes("")) {
    throw new Malformed("a checkpoint has at least three non-empty lines");
  }
  return { origin: lines[0], size: toCount(lines[1]), root: toHash(lines[2]), extensions: lines.slice(3) };
}

/**
 * Opens a checkpoint with the log's key: {origin, size, root, extensions, signature, detail}.
 * signature: "valid", "invalid", "missing" (no signature by this key) or "unchecked" (this browser cannot
 * check Ed25519 here). Throws Malformed for anything out of form, another log's origin included.
 */
export async function openCheckpoint(text, vkey) {
  const note = parseNote(text);
  const checkpoint = parseCheckpoint(note.text);
  const key = await parseKey(vkey);
  if (checkpoint.origin !== key.name) {
    throw new Malformed(`the checkpoint is of ${checkpoint.origin}, the key of ${key.name}`);
  }
  return { ...checkpoint, ...(await checkSignatures(note, key)) };
}

async function checkSignatures(note, key) {
  const ours = note.signatures.filter(({ name, id }) => name === key.name && same(id, key.id));
  if (!ours.length) return { signature: "missing", detail: "not signed by this key" };
  const imported = await importKey(key.key);
  if (!imported) return { signature: "unchecked", detail: "not checked in this browser" };
  const message = utf8(note.text);
  for (const { value } of ours) {
    if (!(await globalThis.crypto.subtle.verify("Ed25519", imported, value, message))) {
      return { signature: "invalid", detail: "the signature does not verify" };
    }
  }
  return { signature: "valid", detail: `signed by ${key.name}` };
}

/** The key for WebCrypto; null where there is none (plain http) or it does not know Ed25519. */
async function importKey(key) {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return null;
  try {
    return await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
  } catch (error) {
    if (error.name === "NotSupportedError") return null;
    if (error.name === "DataError") throw new Malformed("not an Ed25519 public key");
    throw error;
  }
}

/** A proof file as {index, hashes, checkpoint, extra}, nothing verified; throws Malformed. */
export function parseProof(text) {
  const proof = asText(text);
  const cut = proof.indexOf("\n\n");
  if (cut < 0) throw new Malformed(`not a ${HEADER} file`);
  const lines = proof.slice(0, cut).split("\n");
  if (lines.shift() !== HEADER) throw new Malformed(`not a ${HEADER} file`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift().slice(6)) : null;
  if (!lines[0]?.startsWith("index ")) throw new Malformed("a proof file names the entry's index");
  const index = toCount(lines.shift().slice(6));
  if (lines.length > MOST_HASHES) throw new Malformed("the proof is too long");
  return { index, hashes: lines.map(toHash), checkpoint: proof.slice(cut + 2), extra };
}

/**
 * Checks a whole proof file: {ok, steps: [{what, ok, detail}]}.
 * what: "proof", "checkpoint", "signature", "entry", "inclusion", in this order up to the first that fails.
 * A step's ok is true, false, or null when this browser could not check it; the whole is true only if every
 * step is, false if any is false, null otherwise. `detail` says what was found, in plain English.
 */
export async function verifyProof(proofText, entryBytes, vkey) {
  const steps = [];
  const step = (what, ok, detail) => {
    steps.push({ what, ok, detail });
    return ok !== false;
  };
  try {
    await walk(proofText, entryBytes, vkey, step);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    step(["proof", "checkpoint"][steps.length] ?? "entry", false, error.message);
  }
  const failed = steps.some(({ ok }) => ok === false);
  return { ok: failed ? false : steps.every(({ ok }) => ok) || null, steps };
}

async function walk(proofText, entryBytes, vkey, step) {
  const proof = parseProof(proofText);
  step("proof", true, `entry ${proof.index}, ${proof.hashes.length} hashes`);
  const opened = await openCheckpoint(proof.checkpoint, vkey);
  step("checkpoint", true, `${opened.origin}, ${opened.size} entries, root ${toBase64(opened.root)}`);
  const signed = opened.signature === "unchecked" ? null : opened.signature === "valid";
  if (!step("signature", signed, opened.detail)) return;
  if (entryBytes.length > LARGEST_ENTRY) throw new Malformed("an entry has at most 65535 bytes");
  const leaf = await leafHash(entryBytes);
  step("entry", true, `${entryBytes.length} bytes, leaf hash ${toBase64(leaf)}`);
  const included = await verifyInclusion(leaf, proof.index, opened.size, proof.hashes, opened.root);
  step("inclusion", included, included ? "leads to the signed root" : "does not lead to the signed root");
}

function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function same(one, other) {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

function isHash(value) {
  return value instanceof Uint8Array && value.length === 32;
}

function isCount(value) {
  return typeof value === "bigint" ? value >= 0n && value <= LARGEST_NUMBER : Number.isSafeInteger(value) && value >= 0;
}

function isName(name) {
  return name !== "" && !/[\p{White_Space}+\x00-\x1f]/u.test(name);
}

function utf8(text) {
  return new TextEncoder().encode(text);
}

/** Text as it is, bytes as strict UTF-8; a lone surrogate is no text. */
function asText(message) {
  if (typeof message === "string") {
    if (/\p{Surrogate}/u.test(message)) throw new Malformed("not valid Unicode");
    return message;
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(message);
  } catch {
    throw new Malformed("not valid UTF-8");
  }
}

function toCount(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > LARGEST_NUMBER) throw new Malformed("not a decimal number");
  return BigInt(text);
}

function toHash(text) {
  const value = fromBase64(text);
  if (value.length !== 32) throw new Malformed("a hash has 32 bytes");
  return value;
}

/** RFC 4648 §4, canonical: padded, no spaces, unused bits zero. */
function fromBase64(text) {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) throw new Malformed("not base64");
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  if (toBase64(bytes) !== text) throw new Malformed("not canonical base64");
  return bytes;
}

function toBase64(bytes) {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function toHex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

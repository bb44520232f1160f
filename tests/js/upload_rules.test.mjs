// What sending a file in pieces goes by, run by node --test.
import assert from "node:assert/strict";
import test from "node:test";

import * as rules from "../../src/akkord/web/static/web/upload_rules.js";

test("a file is known again by its name, size and time, and only by the same person", () => {
  const file = { name: "a.mp3", size: 5, lastModified: 7 };
  assert.equal(rules.fingerprint(file, "1"), rules.fingerprint({ ...file }, "1"));
  for (const other of [{ name: "b.mp3" }, { size: 6 }, { lastModified: 8 }]) {
    assert.notEqual(rules.fingerprint(file, "1"), rules.fingerprint({ ...file, ...other }, "1"));
  }
  assert.notEqual(rules.fingerprint(file, "1"), rules.fingerprint(file, "2"));
});

test("the pause doubles, differs between pages, and has an end", () => {
  const least = [0, 1, 2, 3].map((tries) => rules.pause(tries, () => 0));
  assert.deepEqual(least, [250, 500, 1000, 2000]);
  assert.ok(rules.pause(3, () => 0.9) > rules.pause(3, () => 0.1));
  assert.ok(rules.pause(50, () => 1) <= 30000);
});

test("what can get better is tried again, what cannot is not", () => {
  for (const status of [0, 423, 429, 500, 503]) assert.equal(rules.meaning(status), "again");
  for (const status of [409, 460]) assert.equal(rules.meaning(status), "elsewhere");
  for (const status of [400, 401, 403, 404, 413, 415]) assert.equal(rules.meaning(status), "over");
});

test("metadata is base64 of UTF-8 and leaves out what is empty", () => {
  assert.equal(rules.metadata({ filename: "Песня.mp3", title: "" }), "filename 0J/QtdGB0L3Rjy5tcDM=");
});

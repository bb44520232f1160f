/** The buttons and forms that check lines: fetches what is to be checked, shows each step of verify.js. */
import { parseProof, verifyProof } from "./verify.js";

const opened = new Map(); // textarea → the exact bytes of the file opened into it

// The buttons come disabled: without this script, or before it has come, they could do nothing.
function ready() {
  for (const button of document.querySelectorAll("[data-check-line], [data-check-kept]")) button.disabled = false;
}
ready();
for (const name of ["htmx:afterSettle", "htmx:historyRestore"]) document.addEventListener(name, ready);

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-check-line]");
  if (button) checkLine(button.dataset.checkLine);
  if (event.target.closest("[data-check-kept]")) checkKept();
});

// Without this script the form leads to the line's own page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-check-number]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  checkLine(form.elements.number.value.trim());
}, true);

document.addEventListener("change", async (event) => {
  const field = event.target.dataset?.checkOpen;
  const file = event.target.files?.[0];
  if (!field || !file) return;
  const area = document.getElementById(field);
  const bytes = new Uint8Array(await file.arrayBuffer());
  area.value = new TextDecoder().decode(bytes);
  opened.set(area, bytes);
});

document.addEventListener("input", (event) => opened.delete(event.target));

async function checkLine(number) {
  if (!/^[0-9]{1,15}$/.test(number)) return say(words().need, "no");
  const place = `/log/${BigInt(number)}`;
  const [proof, logged, vkey] = await Promise.all([`${place}/proof`, `${place}/entry`, "/log/vkey"].map(fetched));
  // A page that shows the line is held to what it shows: the site's database may say something else than the log.
  const shown = document.querySelector("[data-check-shown]")?.textContent;
  const entry = shown === undefined ? logged : new TextEncoder().encode(shown);
  if (!proof || !logged || !vkey) return;
  await check(proof, entry, text(vkey).trim(), BigInt(number));
}

async function checkKept() {
  const [proof, entry, vkey] = ["proof", "entry", "vkey"].map((id) => document.getElementById(id));
  if (!proof.value || !entry.value) return say(words().need, "no");
  const key = vkey.value.trim() || text((await fetched("/log/vkey")) ?? new Uint8Array()).trim();
  if (key) await check(bytesOf(proof), bytesOf(entry), key);
}

/** A file's own bytes; of pasted text its UTF-8, the newline that pasting leaves at the end taken off an entry. */
function bytesOf(area) {
  if (opened.has(area)) return opened.get(area);
  const pasted = area.value.replaceAll("\r\n", "\n");
  return new TextEncoder().encode(area.id === "entry" ? pasted.replace(/\n+$/, "") : `${pasted.replace(/\n+$/, "")}\n`);
}

async function check(proof, entry, vkey, number = null) {
  let { ok, steps } = await verifyProof(proof, entry, vkey);
  if (ok !== false && number !== null && parseProof(proof).index !== number) {
    ok = false;
    steps = [{ what: "proof", ok: false, detail: `a proof of line ${parseProof(proof).index}, not ${number}` }];
  }
  show(ok, steps);
}

async function fetched(path) {
  try {
    const answer = await fetch(path, { cache: "no-cache", credentials: "omit" });
    if (answer.ok) return new Uint8Array(await answer.arrayBuffer());
    say(answer.status === 404 ? words().missing : words().unreachable, "no");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what fetch throws when there is no answer
    say(words().unreachable, "no");
  }
  return null;
}

function show(ok, steps) {
  const list = document.createElement("ol");
  list.className = "log-steps";
  for (const step of steps) list.append(item(step));
  say(words()[ok ? "all" : ok === null ? "some" : "failed"], state(ok));
  place().prepend(list);
}

function item({ what, ok, detail }) {
  const line = document.createElement("li");
  const found = document.createElement("small");
  line.dataset.ok = state(ok);
  line.textContent = `${words()[what]}: ${words()[state(ok)]}`;
  found.textContent = detail;
  line.append(found);
  return line;
}

function say(sentence, outcome) {
  const verdict = document.createElement("p");
  verdict.className = "log-verdict";
  verdict.dataset.checkOutcome = outcome;
  verdict.textContent = sentence;
  place().replaceChildren(verdict);
}

const state = (ok) => (ok === null ? "unchecked" : ok ? "yes" : "no");
const place = () => document.querySelector("[data-check-steps]");
const words = () => JSON.parse(document.querySelector("[data-check-words]").dataset.checkWords);
const text = (bytes) => new TextDecoder().decode(bytes);

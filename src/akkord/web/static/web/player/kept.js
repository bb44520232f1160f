// What this browser keeps of music: each track with the word by which it may be heard and until when. It imports
// nothing, because the page without a network runs it, too. A copy whose time is over is thrown away by whoever
// looks at it first; what the site says no more to goes at the next contact.

const LIST = "akkord.kept";
const PLAYS = "akkord.kept.plays";
const SOUND = "kept-sound"; // the cache: not one of the worker's own, which go with its versions
const MOST_PLAYS = 500;
const AGAIN = 3600000; // ms between looks whether it may still be kept
const PATIENCE = 10000; // ms: a site that says nothing for so long cannot be reached

export const events = new EventTarget();

function read(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(name, value) {
  localStorage.setItem(name, JSON.stringify(value));
  events.dispatchEvent(new Event("change"));
}

const place = (number) => `/kept/${number}`;
const theList = () => read(LIST, { person: "", looked: 0, tracks: {} });

/** Whether a browser may keep anything: it needs a worker beside the page. */
export const able = () => "caches" in globalThis && "serviceWorker" in navigator;

/** Tracks that are here and may be heard now, by title. */
export function all(now = Date.now()) {
  const late = Object.values(theList().tracks).filter(({ until }) => until <= now);
  for (const { number } of late) forget(number);
  return Object.values(theList().tracks).sort((one, other) => one.title.localeCompare(other.title));
}

/** The track if it is here and may be heard now. */
export function find(number, now = Date.now()) {
  const found = theList().tracks[number];
  if (!found) return null;
  if (found.until > now) return found;
  forget(number);
  return null;
}

/** Keep a track: {kept} or {refused: why} or {later: seconds} or {trouble: true}. `post` is calls.js's. */
export async function keep(number, person, post) {
  const answer = await post(`/listen/${number}/offline`, {}).catch(() => null);
  if (!answer) return { trouble: true };
  const said = await answer.json().catch(() => ({}));
  if (answer.status === 503) return { later: Number(answer.headers.get("Retry-After")) || 2 };
  if (!answer.ok) return { refused: said.telling ?? "" };
  const bytes = await fetch(said.url).catch(() => null);
  if (!bytes?.ok) return { trouble: true };
  const headers = { "Content-Type": bytes.headers.get("Content-Type") ?? "audio/webm" };
  const sound = await bytes.blob().catch(() => null); // an answer that breaks off is no copy
  const put = async () => (await caches.open(SOUND)).put(place(number), new Response(sound, { headers })).then(() => true);
  if (!sound || !(await put().catch(() => false))) return { trouble: true }; // or the browser has no room
  const { url: _url, ...about } = said;
  const list = theList();
  write(LIST, { ...list, person, tracks: { ...list.tracks, [number]: { ...about, size: sound.size } } });
  return { kept: about };
}

export async function forget(number) {
  const list = theList();
  delete list.tracks[number];
  write(LIST, list);
  if ("caches" in globalThis) await (await caches.open(SOUND)).delete(place(number));
}

export async function forgetAll() {
  localStorage.removeItem(LIST); // plays that wait to be told stay: they are told when who made them is here
  if ("caches" in globalThis) await caches.delete(SOUND);
  events.dispatchEvent(new Event("change"));
}

/** A start from the copy, in the form of a start of the site; null where there is none that may be heard. */
export async function start(number) {
  const found = find(number);
  const held = found && (await (await caches.open(SOUND)).match(place(number)));
  if (!held) return null;
  const url = URL.createObjectURL(await held.blob());
  const play = `kept:${crypto.randomUUID()}`;
  begun.set(play, { leave: found.leave, at: Date.now(), person: theList().person });
  return { play, url, seconds: found.seconds, levels: found.levels, type: "kept" };
}

const begun = new Map(); // play → {leave, at, person}: until it is heard long enough

/** A play from a copy was heard long enough: it is told when the site can be reached. */
export function heard(play, seconds) {
  const about = begun.get(play);
  if (!about) return;
  begun.delete(play);
  const told = { play: play.slice("kept:".length), ...about, seconds };
  write(PLAYS, [...read(PLAYS, []), told].slice(-MOST_PLAYS));
}

/** Tell the plays that `person`, who is signed in, made away from the site; what it answers is told no more. */
export async function tell(person, post) {
  const plays = read(PLAYS, []).filter((play) => play.person === person);
  if (!plays.length) return;
  const answer = await post("/listen/offline/plays", { plays }).catch(() => null);
  if (!answer?.ok) return;
  const { told } = await answer.json();
  write(PLAYS, read(PLAYS, []).filter(({ play }) => !(play in told)));
}

/** Ask whether what is here may still be kept; `person` is who is signed in: of anybody else nothing stays. */
export async function renew(person, post, now = Date.now(), every = AGAIN) {
  const list = theList();
  const numbers = Object.keys(list.tracks).map(Number);
  if (!numbers.length) return;
  if (list.person !== person) return forgetAll();
  if (now - list.looked < every) return;
  const answer = await post("/listen/offline", { tracks: numbers }).catch(() => null);
  if (!answer?.ok) return;
  await settle(await answer.json(), now);
}

/** Ask before a copy is heard: "yes", "no", or "unknown" where the site is there and does not know who asks. Where it
 *  cannot be reached the copy's own time decides, which `start` looks at. */
export async function ask(number, post) {
  const signal = AbortSignal.timeout(PATIENCE);
  const answer = await post("/listen/offline", { tracks: [number] }, { signal }).catch(() => null);
  if (!answer || answer.status >= 500) return "yes";
  if (!answer.ok) return "unknown";
  await settle(await answer.json(), theList().looked);
  return find(number) ? "yes" : "no";
}

/** What the site said of what is here: leaves given anew, and what has to go. */
async function settle({ kept, gone }, looked) {
  const list = theList();
  for (const { track, until, leave } of kept) Object.assign(list.tracks[track] ?? {}, { until, leave });
  write(LIST, { ...list, looked });
  for (const number of gone) await forget(number);
}

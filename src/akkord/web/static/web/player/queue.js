// The queue as plain values: every function takes a queue and gives a new one; nothing here touches a page.
//
// queue = {items: [{key, number, title, artist, seconds, href, from}] in playing order, natural: [key] in the
//          order they were added, at: index of the current item or -1, repeat, shuffled, next: next key}

export const REPEATS = ["none", "all", "one"];

export function empty() {
  return { items: [], natural: [], at: -1, repeat: "none", shuffled: false, next: 1 };
}

export function current(queue) {
  return queue.items[queue.at] ?? null;
}

/** A whole list starts at `index`; repeat and shuffle stay as they were chosen. */
export function playList(queue, tracks, index, random = Math.random) {
  const items = tracks.map((track, i) => ({ ...track, key: queue.next + i }));
  const fresh = {
    ...queue,
    items,
    natural: items.map((item) => item.key),
    at: items.length ? Math.min(Math.max(index, 0), items.length - 1) : -1,
    shuffled: false,
    next: queue.next + items.length,
  };
  return queue.shuffled ? shuffle(fresh, true, random) : fresh;
}

/** At the end of the list as added; among what is still to come when shuffled. */
export function add(queue, track, random = Math.random) {
  const item = { ...track, key: queue.next };
  const items = [...queue.items];
  const coming = items.length - queue.at;
  const place = queue.shuffled && queue.at >= 0 ? queue.at + 1 + Math.floor(random() * coming) : items.length;
  items.splice(Math.min(place, items.length), 0, item);
  return { ...queue, items, natural: [...queue.natural, item.key], next: queue.next + 1 };
}

/** Right after the current track. */
export function addNext(queue, track) {
  const item = { ...track, key: queue.next };
  const items = [...queue.items];
  items.splice(queue.at + 1, 0, item);
  const natural = [...queue.natural];
  natural.splice(natural.indexOf(current(queue)?.key) + 1, 0, item.key);
  return { ...queue, items, natural, next: queue.next + 1 };
}

/** Where the queue stands after "next"; the same queue object means there is nothing further.
 *  `ended`: the track played to its end, so "repeat one" applies; a pressed button passes it. */
export function next(queue, { ended = false, random = Math.random } = {}) {
  if (queue.at < 0) return queue;
  if (ended && queue.repeat === "one") return { ...queue };
  if (queue.at + 1 < queue.items.length) return { ...queue, at: queue.at + 1 };
  if (queue.repeat !== "all") return queue;
  return queue.shuffled ? anotherRound(queue, random) : { ...queue, at: 0 };
}

export function previous(queue) {
  if (queue.at > 0) return { ...queue, at: queue.at - 1 };
  if (queue.at === 0 && queue.repeat === "all") return { ...queue, at: queue.items.length - 1 };
  return queue;
}

/** Every track once before any comes again: the current one first, the others behind it in random order. */
export function shuffle(queue, on, random = Math.random) {
  const now = current(queue);
  if (on) {
    const others = mixed(queue.items.filter((item) => item !== now), random);
    return { ...queue, items: now ? [now, ...others] : others, at: now ? 0 : -1, shuffled: true };
  }
  const byKey = new Map(queue.items.map((item) => [item.key, item]));
  const items = queue.natural.map((key) => byKey.get(key));
  return { ...queue, items, at: now ? items.indexOf(now) : -1, shuffled: false };
}

export function repeat(queue, mode) {
  return { ...queue, repeat: REPEATS.includes(mode) ? mode : "none" };
}

export function nextRepeat(queue) {
  return repeat(queue, REPEATS[(REPEATS.indexOf(queue.repeat) + 1) % REPEATS.length]);
}

/** Without the item at `index`; when it was the current one, what followed it becomes current. */
export function remove(queue, index) {
  const gone = queue.items[index];
  if (!gone) return queue;
  const items = queue.items.filter((item) => item !== gone);
  const at = index < queue.at ? queue.at - 1 : Math.min(queue.at, items.length - 1);
  return { ...queue, items, natural: queue.natural.filter((key) => key !== gone.key), at };
}

/** The item at `from` moves to `to`; the current track stays current. */
export function move(queue, from, to) {
  const item = queue.items[from];
  if (!item || to < 0 || to >= queue.items.length) return queue;
  const now = current(queue);
  const items = queue.items.filter((other) => other !== item);
  items.splice(to, 0, item);
  const natural = queue.shuffled ? queue.natural : items.map((other) => other.key);
  return { ...queue, items, natural, at: now ? items.indexOf(now) : -1 };
}

/** The queue another device left: its order is the order; how this one repeats stays. */
export function fetched(queue, tracks, at) {
  const plain = { ...empty(), repeat: queue.repeat };
  return tracks.length ? playList(plain, tracks, at ?? 0) : plain;
}

/** A stored queue if it still makes sense, else an empty one. */
export function restored(said) {
  const items = Array.isArray(said?.items) ? said.items.filter((i) => Number.isInteger(i?.number) && i.key) : [];
  const keys = new Set(items.map((item) => item.key));
  const natural = Array.isArray(said?.natural) ? said.natural.filter((key) => keys.has(key)) : [];
  if (!items.length || keys.size !== items.length || natural.length !== items.length) return empty();
  return {
    items,
    natural,
    at: Number.isInteger(said.at) ? Math.min(Math.max(said.at, 0), items.length - 1) : 0,
    repeat: REPEATS.includes(said.repeat) ? said.repeat : "none",
    shuffled: said.shuffled === true,
    next: Math.max(...keys) + 1,
  };
}

function anotherRound(queue, random) {
  const last = current(queue);
  const items = mixed(queue.items, random);
  if (items.length > 1 && items[0] === last) items.push(items.shift());
  return { ...queue, items, at: 0 };
}

function mixed(items, random) {
  const shuffled = [...items];
  for (let i = shuffled.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
  }
  return shuffled;
}

// Where a room is by the server's clock, and how a page comes back into step with it: plain values.

export const NEAR = 25; // ms beside the place that nobody hears
export const FAR = 400; // ms from which on a leap is less of a disturbance than another speed
const MOST = 0.12; // of the speed, up or down
const SOON = 1500; // ms in which a small distance is made up for

/** {offset, trip}: the server's clock minus ours, from the quickest of the last answers. `sent` and `came` by our
 *  clock, `said` by theirs, all in ms; `kept` are the earlier ones. */
export function clocked(kept, sent, came, said) {
  const trip = came - sent;
  return [...kept, { offset: said + trip / 2 - came, trip }].slice(-8);
}

export const offset = (kept) => kept.reduce((best, each) => (each.trip < best.trip ? each : best)).offset;

/** {at, ms, playing} of a room `now`, by the server's clock: it goes on from track to track by itself. */
export function placeAt({ lengths, at, ms, playing, moved }, now) {
  if (!playing) return { at, ms, playing };
  let place = at;
  let rest = ms + Math.max(0, now - moved);
  while (place < lengths.length && rest >= lengths[place]) rest -= lengths[place++];
  if (place === lengths.length) return { at: place - 1, ms: lengths[place - 1], playing: false };
  return { at: place, ms: rest, playing: true };
}

/** ms from one place of a queue to another, over the tracks between them. */
export function distance(lengths, from, to) {
  const line = ({ at, ms }) => lengths.slice(0, at).reduce((sum, each) => sum + each, ms);
  return line(to) - line(from);
}

/** ms a leap aims further than the place is: what the last one was late by, a start taking its time. */
export const lead = (before, behind) => Math.max(0, Math.min(1500, before + behind));

/** {leap} or {rate}: what brings a page that is `behind` ms (below 0: ahead) into step. */
export function correction(behind) {
  if (Math.abs(behind) > FAR) return { leap: true, rate: 1 };
  if (Math.abs(behind) < NEAR) return { leap: false, rate: 1 };
  return { leap: false, rate: 1 + Math.max(-MOST, Math.min(MOST, behind / SOON)) };
}

// How loud a track sounds beside others, and how one goes over into the next: plain values, nothing of a page.

export const REFERENCE = -18; // LUFS; ReplayGain 2.0
export const MODES = ["track", "album", "off"];
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
export const CROSSFADES = [0, 3, 6, 10]; // s
export const QUALITIES = ["auto", "96", "160", "original"]; // kbit a second of Opus, or the file as it was sent in

/** What a page keeps of how it sounds, if it makes sense; else what a first visitor hears. */
export function tidied(said) {
  return {
    normalise: MODES.includes(said?.normalise) ? said.normalise : "track",
    speed: SPEEDS.includes(said?.speed) ? said.speed : 1,
    quality: QUALITIES.includes(said?.quality) ? said.quality : "auto",
    crossfade: CROSSFADES.includes(said?.crossfade) ? said.crossfade : 0,
  };
}

/** Between 0 and 1: what the volume is multiplied by. An element can only be made quieter, so what lies below
 *  the reference stays as it is. `levels`: LUFS of the track and of its album, null where not measured. */
export function gain(mode, levels) {
  const measured = mode === "album" ? (levels?.album ?? levels?.track) : levels?.track;
  if (mode === "off" || !Number.isFinite(measured)) return 1;
  return Math.min(1, 10 ** ((REFERENCE - measured) / 20));
}

/** [of what ends, of what begins] at `part` 0..1 of a crossfade: equal power, so that no hole is heard. */
export function faded(part) {
  const at = Math.min(Math.max(part, 0), 1) * (Math.PI / 2);
  return [Math.cos(at), Math.sin(at)];
}

/** Seconds before the end at which the next track begins: a crossfade no longer than a third of either. */
export function overlap(crossfade, length, next) {
  return Math.min(crossfade, length / 3, (next || length) / 3);
}

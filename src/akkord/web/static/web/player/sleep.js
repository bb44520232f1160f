// The sleep timer: after so many minutes, or when the track ends, nothing sounds any more. Plain state.

export const CHOICES = ["off", "15", "30", "45", "60", "90", "track"];

let wanted = "off";
let until = Infinity;

/** One of CHOICES; anything else is off. */
export function set(choice, now = Date.now()) {
  wanted = CHOICES.includes(choice) ? choice : "off";
  until = Number(wanted) > 0 ? now + Number(wanted) * 60000 : Infinity;
}

export const chosen = () => wanted;
export const withTrack = () => wanted === "track";
export const due = (now = Date.now()) => now >= until;

/** Whole minutes that are left, or null. */
export const minutes = (now = Date.now()) => (until === Infinity ? null : Math.max(0, Math.ceil((until - now) / 60000)));

// What is true of sending a file in pieces, without page or network.

export const CHUNK = 4 * 1024 * 1024;
export const AT_ONCE = 2;
const LONGEST_PAUSE = 30000;

/** By what a file is known again when it is picked a second time. */
export function fingerprint({ name, size, lastModified }, person = "") {
  return `akkord.upload/${person}/${size}/${lastModified}/${name}`;
}

/** How long to wait before trying again: doubling with jitter, so that many pages do not come at once. */
export function pause(tries, random = Math.random) {
  return Math.min(LONGEST_PAUSE, 500 * 2 ** tries) * (0.5 + random() / 2);
}

/** What an answer means for the file: "again" (later), "elsewhere" (ask where it stands), "over" (never). */
export function meaning(status) {
  if (status === 409 || status === 460) return "elsewhere";
  if (status === 0 || status === 423 || status === 429 || status >= 500) return "again";
  return "over";
}

/** Upload-Metadata of the tus protocol: keys with base64 of UTF-8; what is empty is left out. */
export function metadata(fields) {
  return Object.entries(fields)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(",");
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** "12.4 MB". */
export function megabytes(bytes) {
  return `${(bytes / 1048576).toFixed(1)} MB`;
}

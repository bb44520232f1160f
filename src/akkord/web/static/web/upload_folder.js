// A folder that was chosen or dropped: its sounds are files like any other, its M3U files become playlists
// once every sound of the folder is at the server.

import { csrf } from "./player/calls.js";

const SOUNDS = /\.(mp3|flac|ogg|oga|opus|m4a|mp4|aac|wav|zip)$/i;
const LISTS = /\.m3u8?$/i;
const MOST_LIST = 2 * 1024 * 1024;
const MOST_FILES = 5000;

/** Where a file lies in what was chosen: "Album/01.mp3". */
export const pathOf = (file) => file.inFolder || file.webkitRelativePath || file.name;

/** {sounds, lists, passed}: what of the files is sent, what waits for it, how many are neither. */
export function sorted(files) {
  const lasting = files.filter(({ name }) => !name.startsWith("."));
  const sounds = lasting.filter(({ name }) => SOUNDS.test(name));
  const lists = lasting.filter(({ name, size }) => LISTS.test(name) && size <= MOST_LIST);
  return { sounds, lists, passed: lasting.length - sounds.length - lists.length };
}

/** All files of what was dropped, those of folders with their paths. The entries are asked for at once: they
 * are gone when the event is over. */
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some(({ isDirectory }) => isDirectory)) return { files: [...transfer.files], folder: false };
  const files = [];
  const waiting = [...entries];
  while (waiting.length && files.length < MOST_FILES) {
    const entry = waiting.shift();
    if (entry.isDirectory) waiting.push(...(await within(entry)));
    else files.push(await fileOf(entry));
  }
  return { files, folder: true };
}

/** A directory tells a hundred at a time until it tells none. */
async function within(directory) {
  const reader = directory.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    found.push(...some);
  }
}

async function fileOf(entry) {
  const file = await new Promise((done, failed) => entry.file(done, failed));
  file.inFolder = entry.fullPath.replace(/^\//, "");
  return file;
}

/** Note a list at the server; `sent`: path → upload. Whether it was taken. */
export async function noteList(list, sent) {
  const body = JSON.stringify({ name: pathOf(list), text: await list.text(), sent });
  const headers = { "X-CSRFToken": csrf(), "Content-Type": "application/json" };
  const answer = await fetch("/audio/uploads/beside", { method: "POST", headers, body }).catch(() => null);
  return answer?.status === 201;
}

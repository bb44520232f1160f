/** Keys of the site: "?" shows them; j, k, l and c go through posts. Never while somebody types, and off with
    the player's switch (WCAG 2.1.4). */

import { on } from "./player/keys.js";

const TYPING = "input, textarea, select, [contenteditable]";
const posts = () => [...document.querySelectorAll("#main article.post")];

/** The next post from where the reader is, or the one before: an index, or null at the end. Pure. */
export function step(at, count, by) {
  const next = at === -1 && by < 0 ? -1 : at + by;
  return next >= 0 && next < count ? next : null;
}

const here = () => posts().findIndex((post) => post.contains(document.activeElement));

function go(by) {
  const all = posts();
  const to = step(here(), all.length, by);
  if (to === null) return;
  all[to].tabIndex = -1;
  all[to].focus();
  all[to].scrollIntoView({ block: "start" });
}

function inPost(find) {
  const post = posts()[here()];
  if (post) find(post);
}

const COMMANDS = {
  j: () => go(1),
  k: () => go(-1),
  l: () => inPost((post) => post.querySelector(".heart-button")?.click()),
  c: () =>
    inPost((post) => {
      const box = post.querySelector(".talk-box");
      if (!box) return;
      box.open = true;
      box.querySelector("textarea").focus();
    }),
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || !on() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
  const command = COMMANDS[event.key === "?" ? "?" : event.shiftKey ? "" : event.key];
  if (!command) return;
  event.preventDefault();
  command();
});

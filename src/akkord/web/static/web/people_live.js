/** What others do meanwhile: requests of friendship in the menu, what rang, a word about who asked, the end of a session. */

import { hear } from "./live.js";
import { toast } from "./shell.js";

function waiting(selector, number) {
  const link = document.querySelector(selector);
  if (!link) return;
  let badge = link.querySelector(".count");
  if (!number) return void badge?.remove();
  if (!badge) {
    badge = document.createElement("span");
    badge.className = "count";
    link.append(badge);
  }
  badge.textContent = `+${number}`;
}

function say(kind) {
  return ({ name }) => {
    const words = document.getElementById("toasts").dataset[kind];
    if (words) toast(words.replace("%s", name));
  };
}

/** Some sessions of this person were ended; if it was this one, the page of signing in is what is left. */
async function stillHere() {
  const answer = await fetch("/settings/account", { redirect: "manual" }).catch(() => null);
  if (answer && answer.type === "opaqueredirect") location.reload();
}

hear("requests", ({ waiting: number }) => waiting('#menu a[href="/friends"]', number));
hear("alerts", ({ waiting: number }) => waiting(".bell", number));
// Asked for when the line is open: what came between the page and its line was told to nobody.
hear("counted", ({ requests, alerts }) => {
  if (requests !== undefined) waiting('#menu a[href="/friends"]', requests);
  if (alerts !== undefined) waiting(".bell", alerts);
});
hear("asked", say("asked"));
hear("befriended", say("befriended"));
hear("sessions", stillHere);

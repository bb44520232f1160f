// "Keep on this device": a track, or all of an album or a playlist, where its licence allows that; and the looks, an hour apart,
// whether what is kept may still be.

import { post } from "./player/calls.js";
import * as kept from "./player/kept.js";

const MOST_WAITS = 30;
const person = () => document.body.dataset.me ?? "";

class KeepHere extends HTMLElement {
  connectedCallback() {
    if (!kept.able()) return;
    this.draw = this.draw.bind(this);
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => this.press());
    kept.events.addEventListener("change", this.draw);
    this.hidden = false;
    this.draw();
  }

  disconnectedCallback() {
    kept.events.removeEventListener("change", this.draw);
  }

  get numbers() {
    return this.dataset.tracks.split(" ").filter(Boolean).map(Number);
  }

  draw() {
    const here = this.numbers.every((number) => kept.find(number));
    this.button.textContent = here ? this.dataset.forget : this.dataset.keep;
    this.button.setAttribute("aria-pressed", String(here));
  }

  async press() {
    if (this.numbers.every((number) => kept.find(number))) {
      for (const number of this.numbers) await kept.forget(number);
      return this.say("");
    }
    this.button.disabled = true;
    const refused = [];
    for (const number of this.numbers.filter((each) => !kept.find(each))) {
      const said = await this.patiently(number);
      if (!said.kept) refused.push(said.refused || this.dataset.failed);
    }
    this.button.disabled = false;
    return this.say(refused.length ? refused[0].replace(/<[^>]*>/g, "") : this.dataset.done);
  }

  async patiently(number) {
    for (let wait = 0; ; wait += 1) {
      const said = await kept.keep(number, person(), post);
      if (!said.later || wait >= MOST_WAITS) return said;
      await new Promise((after) => setTimeout(after, said.later * 1000));
    }
  }

  say(words) {
    this.querySelector("[role=status]").textContent = words;
  }
}

customElements.define("keep-here", KeepHere);

async function look(every) {
  if (!navigator.onLine) return;
  await kept.renew(person(), post, Date.now(), every);
  if (person()) await kept.tell(person(), post);
}

look();
addEventListener("online", () => look(0));
setInterval(look, 600000);

// What this browser keeps of music, as a list that plays by itself: on its own page and where there is no network.
// Plain media elements here, because the player may not be there.

import { post } from "./player/calls.js";
import * as kept from "./player/kept.js";

const NEEDED = 30; // s, or half of it: then it is a play

/** What stood in the queue when the network went, by name. On a device of several people nobody's is shown. */
class KeptQueue extends HTMLElement {
  connectedCallback() {
    const queues = Object.keys(localStorage).filter((name) => name.startsWith("akkord.player.")).map(itemsOf).filter((items) => items.length);
    if (queues.length !== 1) return;
    this.querySelector("ol").replaceChildren(...queues[0].map(({ artist, title }) => {
      const line = document.createElement("li");
      line.textContent = artist ? `${artist} — ${title}` : title;
      return line;
    }));
    this.hidden = false;
  }
}

function itemsOf(name) {
  try {
    return JSON.parse(localStorage.getItem(name)).queue.items ?? [];
  } catch {
    return [];
  }
}

class KeptMusic extends HTMLElement {
  connectedCallback() {
    this.draw = this.draw.bind(this);
    kept.events.addEventListener("change", this.draw);
    this.addEventListener("click", ({ target }) => this.press(target.closest("[data-do]")));
    this.sound = this.querySelector("audio");
    this.sound.addEventListener("timeupdate", () => this.step());
    this.sound.addEventListener("ended", () => this.next());
    this.draw();
  }

  disconnectedCallback() {
    kept.events.removeEventListener("change", this.draw);
    this.sound.pause();
  }

  draw() {
    const list = this.querySelector("[data-role=list]");
    const tracks = kept.all();
    this.querySelector("[data-role=empty]").hidden = tracks.length > 0;
    list.replaceChildren(...tracks.map((track) => this.line(track)));
  }

  line(track) {
    const item = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const name = track.artist ? `${track.artist} — ${track.title}` : track.title;
    const until = new Date(track.until).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    item.dataset.number = track.number;
    item.querySelector("[data-role=name]").textContent = name;
    item.querySelector("[data-role=until]").textContent = this.dataset.until.replace("{when}", until);
    for (const button of item.querySelectorAll("button")) button.setAttribute("aria-label", `${button.textContent.trim()}: ${name}`);
    return item;
  }

  press(button) {
    const number = Number(button?.closest("[data-number]")?.dataset.number);
    if (button?.dataset.do === "play") this.play(number);
    if (button?.dataset.do === "forget") kept.forget(number);
  }

  /** The site is asked first: what was removed there is silent here, too. Its own page asks who is signed in. */
  async play(number) {
    const may = await kept.ask(number, post);
    if (may === "unknown") return location.assign("/audio/kept");
    const said = may === "yes" ? await kept.start(number) : null;
    if (!said) return this.draw();
    if (this.said) URL.revokeObjectURL(this.said.url);
    Object.assign(this, { said, number, heard: 0, last: 0, told: false });
    this.sound.hidden = false;
    this.sound.src = said.url;
    return this.sound.play().catch(() => null);
  }

  /** What was really heard counts, and what may be heard no more stops. */
  step() {
    if (!this.said) return;
    const passed = this.sound.currentTime - this.last;
    if (passed > 0 && passed < 2) this.heard += passed;
    this.last = this.sound.currentTime;
    if (!kept.find(this.number)) {
      this.sound.pause();
      return;
    }
    if (!this.told && this.heard >= Math.min(NEEDED, this.said.seconds / 2)) {
      this.told = true;
      kept.heard(this.said.play, this.heard);
    }
  }

  next() {
    const tracks = kept.all();
    const here = tracks.findIndex(({ number }) => number === this.number);
    if (here >= 0 && here + 1 < tracks.length) this.play(tracks[here + 1].number);
  }
}

customElements.define("kept-music", KeptMusic);
customElements.define("kept-queue", KeptQueue);

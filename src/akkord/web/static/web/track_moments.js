// What is said at moments of a track: marks along its waveform; a press on a mark or on its time leads there
// while the track plays; "Now" takes the place of the player.

import * as audio from "./player/audio.js";
import { marks } from "./player/moments.js";
import * as player from "./player/player.js";

class TrackMoments extends HTMLElement {
  connectedCallback() {
    this.draw = this.draw.bind(this);
    this.addEventListener("click", ({ target }) => this.press(target.closest("[data-do]")));
    audio.events.addEventListener("change", this.draw);
    this.mark();
    this.draw();
  }

  disconnectedCallback() {
    audio.events.removeEventListener("change", this.draw);
  }

  plays() {
    return audio.track()?.href === this.dataset.href;
  }

  press(button) {
    if (!button || button.disabled) return;
    if (button.dataset.do === "seek") player.seek(Number(button.dataset.at));
    if (button.dataset.do === "now") {
      const at = Math.floor(audio.position());
      this.querySelector("#moment-at").value = `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
      this.querySelector("#moment-text").focus();
    }
  }

  /** Marks stand over the waveform of the page; they say nothing new to who reads the list. */
  mark() {
    const [wave, length] = [document.querySelector("svg.waveform"), Number(this.dataset.seconds)];
    const items = [...this.querySelectorAll("[data-moment]")];
    if (!wave || !length || !items.length || wave.parentElement.querySelector(".moment-marks")) return;
    const said = items.map((item) => ({
      seconds: Number(item.dataset.moment),
      said: item.querySelector(".moment-said").textContent,
    }));
    wave.after(marks(said, length));
  }

  draw() {
    const plays = this.plays();
    for (const button of this.querySelectorAll("[data-do=seek]")) button.disabled = !plays;
    const now = this.querySelector("[data-do=now]");
    if (now) now.hidden = !plays;
    const at = plays ? audio.position() : -1;
    for (const item of this.querySelectorAll("[data-moment]")) {
      const since = at - Number(item.dataset.moment);
      item.classList.toggle("moment-now", plays && since >= 0 && since < 5);
    }
  }
}

customElements.define("track-moments", TrackMoments);

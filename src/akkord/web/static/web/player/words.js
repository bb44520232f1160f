// The words of a song beside its sound: the line that is sung is marked, and the words of it up to now. Lines in time
// lead there: by a press, and with the arrows from one to the next.

import * as audio from "./audio.js";
import { reached } from "./moments.js";

const ARROWS = { ArrowDown: 1, ArrowUp: -1 };

class SongWords extends HTMLElement {
  connectedCallback() {
    this.follow = this.follow.bind(this);
    this.addEventListener("click", ({ target }) => this.lead(target.closest("button")));
    this.addEventListener("keydown", (event) => this.step(event));
    audio.events.addEventListener("change", this.follow);
    this.take();
  }

  disconnectedCallback() {
    audio.events.removeEventListener("change", this.follow);
    cancelAnimationFrame(this.frame);
  }

  /** The words of another track, as far as the listener may hear it; nothing where there are none. */
  async show(href) {
    this.dataset.track = href;
    this.replaceChildren();
    this.take();
    const answer = await fetch(`${href}/words`).catch(() => null);
    const said = answer?.status === 200 ? await answer.text() : "";
    if (this.dataset.track !== href) return;
    this.innerHTML = said;
    this.take();
  }

  take() {
    this.hidden = !this.querySelector("li");
    this.lines = timed(this.querySelectorAll("li[data-start]"));
    this.words = timed(this.querySelectorAll("span[data-start]"));
    this.at = this.sung = -1;
    this.follow();
  }

  follow() {
    cancelAnimationFrame(this.frame);
    const mine = audio.track()?.href === this.dataset.track;
    const now = mine ? audio.position() * 1000 : -1;
    this.mark(reached(this.lines.starts, now));
    this.sing(reached(this.words.starts, now));
    if (mine && this.lines.starts.length && audio.state() === "playing") {
      this.frame = requestAnimationFrame(this.follow);
    }
  }

  mark(line) {
    if (line === this.at) return;
    this.lines.places[this.at]?.removeAttribute("aria-current");
    this.at = line;
    const place = this.lines.places[line];
    place?.setAttribute("aria-current", "true");
    if (place && !this.contains(document.activeElement)) this.keepInSight(place);
  }

  /** Moves the words in their own box and never the page. */
  keepInSight(place) {
    const box = this.firstElementChild;
    box.scrollTop = place.offsetTop - box.offsetTop - (box.clientHeight - place.clientHeight) / 2;
  }

  sing(word) {
    if (word === this.sung) return;
    this.words.places.forEach((place, at) => place.classList.toggle("sung", at <= word));
    this.sung = word;
  }

  lead(button) {
    if (!button || audio.track()?.href !== this.dataset.track) return;
    audio.seek(Number(button.parentElement.dataset.start) / 1000);
  }

  step(event) {
    const by = ARROWS[event.key];
    const buttons = [...this.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (!by || at < 0) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[Math.min(buttons.length - 1, Math.max(0, at + by))].focus();
  }
}

function timed(found) {
  const places = [...found].sort((one, other) => one.dataset.start - other.dataset.start);
  return { places, starts: places.map((place) => Number(place.dataset.start)) };
}

customElements.define("song-words", SongWords);

// /audio/queue above the list: what plays now, its waveform to seek in, and how it sounds.

import * as audio from "./audio.js";
import { marks, reached } from "./moments.js";
import * as player from "./player.js";
import * as session from "./session.js";
import * as sleep from "./sleep.js";
import "./words.js";

const NUMBERS = ["speed", "crossfade"];

class PlayerFull extends HTMLElement {
  connectedCallback() {
    customElements.upgrade(this); // a page that is swapped in upgrades what stands within after this
    this.moments = [];
    this.piece = (role) => this.querySelector(`[data-full=${role}]`);
    this.draw = this.draw.bind(this);
    this.addEventListener("change", (event) => this.chosen(event.target));
    this.piece("seek").addEventListener("input", ({ target }) => player.seek(Number(target.value)));
    for (const room of [audio, player]) room.events.addEventListener("change", this.draw);
    this.draw();
  }

  disconnectedCallback() {
    for (const room of [audio, player]) room.events.removeEventListener("change", this.draw);
  }

  chosen({ name, value }) {
    if (name === "sleep") player.sleepAfter(value);
    else if (name) session.setManner({ [name]: NUMBERS.includes(name) ? Number(value) : value });
  }

  draw() {
    const track = audio.track();
    this.piece("now").hidden = !track;
    for (const [name, value] of Object.entries(session.manner())) this.choose(name, String(value));
    this.choose("sleep", sleep.chosen());
    if (!track) return;
    this.drawTitle(track);
    this.drawPlace();
  }

  choose(name, value) {
    const select = this.querySelector(`select[name=${name}]`);
    if (select && select.value !== value && document.activeElement !== select) select.value = value;
  }

  drawTitle(track) {
    if (this.shown === track.key) return;
    this.shown = track.key;
    const link = this.piece("title");
    link.textContent = track.artist ? `${track.artist} — ${track.title}` : track.title;
    link.href = track.href;
    this.drawWave(track);
    this.drawMoments(track);
    this.piece("words").show(track.href);
  }

  async drawWave(track) {
    this.piece("wave").setAttribute("d", "");
    const answer = await fetch(`${track.href}/waveform`).catch(() => null);
    if (!answer?.ok || this.shown !== track.key) return;
    this.piece("wave").setAttribute("d", (await answer.json()).path);
  }

  /** What was said at moments of it: marks along the waveform, and in words the one that was reached last. */
  async drawMoments(track) {
    this.moments = [];
    this.piece("moments").replaceChildren();
    const answer = await fetch(`${track.href}/moments`).catch(() => null);
    if (!answer?.ok || this.shown !== track.key) return;
    const { moments } = await answer.json();
    this.moments = moments.map((each) => ({ ...each, said: `${each.clock} ${each.name}: ${each.text}` }));
    if (moments.length) this.piece("moments").replaceChildren(marks(this.moments, track.seconds ?? audio.length()));
    this.drawSaid();
  }

  drawSaid() {
    const last = reached(this.moments.map((each) => each.seconds), audio.position());
    const words = last >= 0 ? this.moments[last].said : "";
    if (this.piece("said").textContent !== words) this.piece("said").textContent = words;
  }

  drawPlace() {
    const [at, length] = [audio.position(), audio.length()];
    const seek = this.piece("seek");
    seek.max = String(Math.max(1, Math.floor(length)));
    seek.value = String(Math.floor(at));
    const bar = document.querySelector("player-bar [data-role=seek]");
    seek.setAttribute("aria-valuetext", bar?.getAttribute("aria-valuetext") ?? "");
    this.piece("done").setAttribute("width", String(length > 0 ? (200 * at) / length : 0));
    this.drawSaid();
    const left = sleep.minutes();
    const told = left === null ? "" : this.dataset.left.replace("{minutes}", left);
    if (this.piece("left").textContent !== told) this.piece("left").textContent = told;
  }
}

customElements.define("player-full", PlayerFull);

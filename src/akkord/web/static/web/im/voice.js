/** A voice note: asked for when it is played, decided each time, heard at one's own speed. One sounds at a time. */

import * as music from "../player/audio.js";
import { note } from "../live.js";

const SPEEDS = [1, 1.5, 2, 0.75];
const KEPT = "im:voice-speed";
const AGAIN = 2000; // ms until what is being prepared is asked for again
const MOST_AGAIN = 15;
let sounding = null;

function clock(seconds) {
  const whole = Math.floor(seconds + 0.5);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

class VoiceNote extends HTMLElement {
  connectedCallback() {
    if (this.audio) return;
    this.audio = new Audio();
    this.audio.preload = "none";
    this.length = Number(this.dataset.seconds);
    this.heard = 0;
    [this.button, this.place, this.pace] = ["play", "place", "speed"].map((part) => this.querySelector(`.voice-${part}`));
    for (const part of [this.button, this.place, this.pace]) part.hidden = false;
    this.button.addEventListener("click", () => this.toggle());
    this.place.addEventListener("input", () => this.seek(Number(this.place.value)));
    this.pace.addEventListener("click", () => this.faster());
    for (const kind of ["play", "pause", "ended", "timeupdate"]) this.audio.addEventListener(kind, () => this.draw());
    this.audio.addEventListener("timeupdate", () => this.listened());
    this.audio.addEventListener("error", () => this.audio.getAttribute("src") && this.lost());
    this.setSpeed(Number(localStorage.getItem(KEPT)) || 1);
  }

  disconnectedCallback() {
    this.audio?.pause();
  }

  get playing() {
    return !this.audio.paused && !this.audio.ended;
  }

  async toggle() {
    if (this.playing) return void this.audio.pause();
    if (sounding && sounding !== this) sounding.audio.pause();
    sounding = this;
    if (music.state() === "playing") music.pause();
    if (!this.audio.getAttribute("src") && !(await this.ask())) return;
    if (this.audio.ended) this.audio.currentTime = 0;
    await this.audio.play().catch(() => {});
  }

  /** Its address, decided now; a while of patience where it is still being made. */
  async ask() {
    this.say("");
    for (let tries = 0; tries < MOST_AGAIN; tries += 1) {
      const answer = await note(this.dataset.href);
      const said = await answer?.json().catch(() => null);
      if (answer?.ok) {
        [this.play, this.heard] = [said.play, 0];
        this.audio.src = said.url;
        this.audio.playbackRate = this.speed;
        this.audio.currentTime = Number(this.place.value);
        this.say("");
        return true;
      }
      if (answer?.status !== 503) return void this.say(said?.telling || this.dataset.failed);
      this.say(this.dataset.soon);
      await new Promise((after) => setTimeout(after, AGAIN));
      if (!this.isConnected) return false;
    }
    return void this.say(this.dataset.failed);
  }

  /** Taken back or forbidden meanwhile, or the line is gone: the next press asks anew and says which. */
  lost() {
    this.audio.removeAttribute("src");
    this.say(this.dataset.failed);
    this.draw();
  }

  seek(seconds) {
    if (this.audio.getAttribute("src")) this.audio.currentTime = seconds;
    this.draw();
  }

  faster() {
    this.setSpeed(SPEEDS[(SPEEDS.indexOf(this.speed) + 1) % SPEEDS.length]);
    localStorage.setItem(KEPT, String(this.speed));
  }

  setSpeed(speed) {
    this.speed = SPEEDS.includes(speed) ? speed : 1;
    this.audio.playbackRate = this.speed;
    this.pace.textContent = `${this.speed}×`;
    this.pace.setAttribute("aria-label", `${this.pace.getAttribute("aria-label").split(":")[0]}: ${this.speed}×`);
  }

  /** What holds a recording is counted as a play once enough of it was heard; speech alone has no `play`. */
  listened() {
    const passed = this.audio.currentTime - (this.last ?? 0);
    this.last = this.audio.currentTime;
    if (passed > 0 && passed < 2) this.heard += passed / this.speed;
    if (!this.play || this.heard < Math.min(30, this.length / 2)) return;
    note(`/listen/${this.play}/count`, { seconds: this.heard });
    this.play = null;
  }

  say(text) {
    this.querySelector(".voice-said").textContent = text;
  }

  draw() {
    const at = this.audio.ended ? 0 : this.audio.getAttribute("src") ? this.audio.currentTime : Number(this.place.value);
    this.classList.toggle("playing", this.playing);
    this.button.setAttribute("aria-label", this.playing ? this.dataset.plays : this.dataset.rests);
    this.place.value = String(at);
    this.place.setAttribute("aria-valuetext", `${clock(at)} / ${clock(this.length)}`);
    this.querySelector(".voice-time").lastChild.textContent = at > 0 ? `${clock(at)} / ${clock(this.length)}` : clock(this.length);
  }
}

if (!customElements.get("voice-note")) customElements.define("voice-note", VoiceNote);

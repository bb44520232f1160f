// The bar: draws the player's state into the buttons the server has written, and hands presses on.

import * as audio from "./audio.js";
import * as count from "./count.js";
import * as keys from "./keys.js";
import * as media from "./media.js";
import * as player from "./player.js";
import "./queue_page.js";
import * as room from "./room.js";
import "./room_page.js";
import * as rows from "./rows.js";
import * as session from "./session.js";
import * as shared from "./shared.js";
import "./full.js";
import "./words.js";

/** Seconds as "4:05" or "1:02:03". */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

class PlayerBar extends HTMLElement {
  connectedCallback() {
    if (this.words) return; // it was moved, not made
    this.words = this.dataset;
    this.remaining = false;
    this.addEventListener("click", (event) => this.press(event.target.closest("[data-do]")?.dataset.do));
    this.piece("seek").addEventListener("input", (event) => player.seek(Number(event.target.value)));
    this.piece("volume").addEventListener("input", ({ target }) => session.setLoudness(target.value / 100, false));
    player.events.addEventListener("told", ({ detail }) => this.tell(detail));
    player.events.addEventListener("change", () => this.draw());
    audio.events.addEventListener("change", () => this.draw());
    session.start(this.words.person);
    for (const part of [rows, media, count, keys]) part.start();
    shared.start(this.words.person);
    if (this.words.person) room.listen();
    this.draw();
  }

  piece(role) {
    return this.querySelector(`[data-role=${role}]`);
  }

  press(command) {
    const commands = {
      toggle: player.toggle,
      next: player.next,
      previous: player.previous,
      shuffle: () => player.change("shuffle", !player.theQueue().shuffled),
      repeat: () => player.change("nextRepeat"),
      mute: () => session.setLoudness(session.loudness().volume, !session.loudness().muted),
      remaining: () => {
        this.remaining = !this.remaining;
        this.draw();
      },
    };
    commands[command]?.();
  }

  tell({ text, entry }) {
    const message = this.piece("message");
    message.textContent = text;
    if (entry === null || entry === undefined) return;
    const link = document.createElement("a");
    link.href = `/log/${entry}`;
    link.textContent = ` /log/${entry}`;
    message.append(link);
  }

  draw() {
    const track = audio.track();
    set(this, "hidden", !track);
    if (!track) return;
    this.drawTitle(track);
    this.drawTime();
    this.drawModes();
    const state = audio.state();
    if (state === "trouble") this.tell({ text: this.words.trouble });
    if (state === "preparing") this.tell({ text: this.words.preparing });
    if (state === "playing" && this.state !== "playing" && this.told()) this.tell({ text: "" });
    this.state = state;
  }

  told() {
    return [this.words.trouble, this.words.preparing].includes(this.piece("message").textContent);
  }

  drawTitle(track) {
    const title = this.piece("title");
    set(title, "textContent", track.artist ? `${track.artist} — ${track.title}` : track.title);
    if (title.getAttribute("href") !== track.href) title.setAttribute("href", track.href);
    const sounding = ["playing", "loading", "preparing"].includes(audio.state());
    this.classList.toggle("player-sounding", sounding);
    label(this.querySelector("[data-do=toggle]"), sounding ? this.words.pause : this.words.play);
  }

  drawTime() {
    const [at, length] = [audio.position(), audio.length()];
    const seek = this.piece("seek");
    set(seek, "max", String(Math.max(1, Math.floor(length))));
    set(seek, "value", String(Math.floor(at)));
    seek.style.setProperty("--done", `${length > 0 ? (100 * at) / length : 0}%`);
    const said = this.words.position.replace("{elapsed}", clock(at)).replace("{length}", clock(length));
    if (seek.getAttribute("aria-valuetext") !== said) seek.setAttribute("aria-valuetext", said);
    set(this.piece("elapsed"), "textContent", clock(at));
    set(this.piece("length"), "textContent", this.remaining ? `-${clock(length - at)}` : clock(length));
    press(this.querySelector("[data-do=remaining]"), this.remaining);
  }

  drawModes() {
    const queue = player.theQueue();
    const { volume, muted } = session.loudness();
    press(this.querySelector("[data-do=shuffle]"), queue.shuffled);
    press(this.querySelector("[data-do=mute]"), muted);
    const repeat = this.querySelector("[data-do=repeat]");
    const name = queue.repeat[0].toUpperCase() + queue.repeat.slice(1);
    label(repeat, this.words[`repeat${name}`]);
    set(repeat, "className", `repeat-${queue.repeat}`);
    set(this.piece("volume"), "value", String(Math.round(muted ? 0 : volume * 100)));
    this.piece("volume").style.setProperty("--done", `${muted ? 0 : volume * 100}%`);
  }
}

/** Write only what changed, so that a drawing four times a second touches next to nothing. */
function set(element, property, value) {
  if (element[property] !== value) element[property] = value;
}

function label(button, text) {
  if (button.getAttribute("aria-label") !== text) button.setAttribute("aria-label", text);
}

function press(button, down) {
  if (button.getAttribute("aria-pressed") !== String(down)) button.setAttribute("aria-pressed", String(down));
}

customElements.define("player-bar", PlayerBar);

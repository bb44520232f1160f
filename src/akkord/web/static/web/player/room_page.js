// /room/<code>: who is there, and what plays; one enters by a press, so that the page may sound.

import * as audio from "./audio.js";
import * as player from "./player.js";
import * as room from "./room.js";

class ListenRoom extends HTMLElement {
  connectedCallback() {
    this.piece = (role) => this.querySelector(`[data-room=${role}]`);
    this.draw = this.draw.bind(this);
    this.piece("enter").addEventListener("click", () => this.enter());
    this.querySelector("form[action$='/leave']").addEventListener("submit", room.leave);
    for (const each of [room, player]) each.events.addEventListener("change", this.draw);
    audio.events.addEventListener("change", this.draw);
    this.draw();
  }

  disconnectedCallback() {
    for (const each of [room, player, audio]) each.events.removeEventListener("change", this.draw);
  }

  async enter() {
    this.piece("told").textContent = await room.enter(this.dataset.code);
  }

  inside() {
    return room.here()?.code === this.dataset.code;
  }

  draw() {
    if (!this.isConnected) return;
    const inside = this.inside();
    if (this.was && !inside) this.piece("told").textContent = this.dataset.ended;
    this.was = inside;
    this.piece("enter").hidden = inside;
    if (!inside) return;
    const { people, tracks, may_steer: may } = room.here();
    const told = room.silence() ? this.dataset.silent.replace("{why}", room.silence().telling) : "";
    if (this.piece("told").textContent !== told) this.piece("told").textContent = told;
    this.drawPeople(people);
    this.drawTracks(tracks, may);
  }

  drawPeople(people) {
    const shown = JSON.stringify(people);
    if (this.shownPeople === shown) return;
    this.shownPeople = shown;
    this.piece("people").replaceChildren(
      ...people.map(({ name, href }) => {
        const link = Object.assign(document.createElement("a"), { href, textContent: name });
        const line = document.createElement("li");
        line.append(link);
        return line;
      }),
    );
  }

  /** Whoever may steer has a button beside each track. */
  drawTracks(tracks, may) {
    const { at } = player.theQueue();
    [...this.piece("tracks").children].forEach((row, place) => {
      row.classList.toggle("track-current", place === at);
      const button = row.querySelector("button");
      if (may && !button) row.prepend(this.button(tracks[place], place));
      if (!may) button?.remove();
    });
  }

  button(track, place) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "track-play" });
    const name = track.artist ? `${track.artist} — ${track.title}` : track.title;
    button.setAttribute("aria-label", this.dataset.go.replace("{track}", name));
    button.innerHTML = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.500z"/></svg>';
    button.addEventListener("click", () => player.jump(place));
    return button;
  }
}

customElements.define("listen-room", ListenRoom);

// /audio/queue: the queue this browser keeps, drawn by the player and changed in place.

import * as keys from "./keys.js";
import * as player from "./player.js";

const ICONS = {
  play: "M4 2.5v11l9-5.500z",
  up: "M8 3l5 6H3z",
  down: "M8 13L3 7h10z",
  remove: "M3.500 2.300L8 6.800l4.500-4.500 1.200 1.200L9.200 8l4.500 4.500-1.200 1.200L8 9.200l-4.500 4.500-1.200-1.200L6.800 8 2.300 3.500z",
};

class PlayQueue extends HTMLElement {
  connectedCallback() {
    this.piece = (role) => this.querySelector(`[data-role=${role}]`);
    this.draw = this.draw.bind(this);
    this.addEventListener("click", (event) => this.pressed(event));
    this.addEventListener("change", (event) => event.target.matches("[data-queue=keys]") && keys.switchKeys(event.target.checked));
    player.events.addEventListener("change", this.draw);
    this.draw();
  }

  disconnectedCallback() {
    player.events.removeEventListener("change", this.draw);
  }

  pressed({ target }) {
    if (target.closest("[data-queue=clear]")) return player.clear();
    const button = target.closest("button[data-act]");
    if (!button) return undefined;
    const place = [...this.piece("list").children].indexOf(button.closest("li"));
    const { act } = button.dataset;
    if (act === "play") return place === player.theQueue().at ? player.toggle() : player.jump(place);
    if (act === "remove") player.change("remove", place);
    if (act === "up") player.change("move", place, place - 1);
    if (act === "down") player.change("move", place, place + 1);
    return this.focusAgain(act, act === "up" ? place - 1 : act === "down" ? place + 1 : place);
  }

  /** The list was drawn anew; the hand stays where it was. */
  focusAgain(act, place) {
    const rows = this.piece("list").children;
    rows[Math.min(Math.max(place, 0), rows.length - 1)]?.querySelector(`[data-act=${act}]`)?.focus();
  }

  draw() {
    const { items, at } = player.theQueue();
    this.piece("empty").hidden = items.length > 0;
    for (const role of ["card", "actions"]) this.piece(role).hidden = items.length === 0;
    this.querySelector("[data-queue=keys]").checked = keys.on();
    const shown = items.map((item) => item.key).join();
    if (this.shown !== shown) this.piece("list").replaceChildren(...items.map((item) => this.row(item)));
    this.shown = shown;
    [...this.piece("list").children].forEach((row, place) => row.classList.toggle("track-current", place === at));
  }

  row(item) {
    const row = document.createElement("li");
    row.className = "track";
    row.dataset.track = item.number;
    const name = item.artist ? `${item.artist} — ${item.title}` : item.title;
    const link = document.createElement("a");
    link.className = "track-name";
    link.href = item.href;
    link.textContent = name;
    const what = document.createElement("div");
    what.className = "track-what";
    what.append(link);
    row.append(this.button("play", "track-play", name), what);
    for (const act of ["up", "down", "remove"]) row.append(this.button(act, "track-action", name));
    return row;
  }

  button(act, look, name) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = look;
    button.dataset.act = act;
    button.setAttribute("aria-label", this.dataset[act].replace("{track}", name));
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", ICONS[act]);
    svg.append(path);
    button.append(svg);
    return button;
  }
}

customElements.define("play-queue", PlayQueue);

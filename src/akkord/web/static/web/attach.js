/** The composer's list of tracks: fetched when it is opened, filtered as one types, what is chosen is counted.
    Without a script the list is whole. */

import { offer } from "./offered.js";

class AttachTracks extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", () => this.count());
    if (!offer(this, () => this.searchable())) this.searchable();
  }

  searchable() {
    const words = this.querySelector("input[type=search]");
    if (!words) return;
    words.hidden = false;
    words.addEventListener("input", () => this.filter(words.value));
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // searching is not publishing
    });
  }

  filter(text) {
    const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    for (const line of this.querySelectorAll(".attach-list label")) {
      const name = line.textContent.toLocaleLowerCase();
      line.hidden = !wanted.every((word) => name.includes(word));
    }
  }

  count() {
    const chosen = this.querySelectorAll("input[type=checkbox]:checked").length;
    const badge = this.querySelector("[data-role=chosen]");
    badge.textContent = String(chosen);
    badge.hidden = chosen === 0;
  }
}

if (!customElements.get("attach-tracks")) customElements.define("attach-tracks", AttachTracks);

/** The list of dialogs, drawn anew when something was said or read. */

import { hear } from "../live.js";

const AFTER = 300; // ms; one look for a burst of news

class DialogList extends HTMLElement {
  connectedCallback() {
    this.ends = ["message", "changed", "counted", "dialogs", "read", "back"].map((kind) => hear(kind, () => this.soon()));
  }

  disconnectedCallback() {
    this.ends.forEach((end) => end());
    clearTimeout(this.timer);
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.draw(), AFTER);
  }

  async draw() {
    const answer = await fetch(`/im/list?current=${encodeURIComponent(this.dataset.current)}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    const html = await answer.text();
    if (html === this.drawn) return;
    this.drawn = html;
    const at = this.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    this.innerHTML = html;
    if (at) this.querySelector(`a[href="${CSS.escape(at)}"]`)?.focus();
  }
}

if (!customElements.get("im-list")) customElements.define("im-list", DialogList);

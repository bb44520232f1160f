/** The box a message is written in: keys, the draft, that one is typing, what it answers or changes. */

import { note } from "../live.js";

const TYPING = 3000; // ms between two notes that one is typing
const DRAFT = 1200; // ms of silence before a draft is kept
const ENTER = "im:enter"; // this device's choice; a phone's keyboard has no Ctrl

/** Where a page is not from a secure origin there is no randomUUID. */
function freshId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Box {
  /** `send(fields, text, client)` and `save(seq, text)` are the thread's. */
  constructor(thread, { send, save }) {
    Object.assign(this, { thread, send, save });
    this.place = thread.dataset.place;
    this.typed = 0;
    thread.addEventListener("submit", (event) => this.submitted(event), true);
    thread.addEventListener("keydown", (event) => this.key(event));
    thread.addEventListener("input", (event) => event.target === this.text && this.wrote());
    thread.addEventListener("change", (event) => {
      if (event.target.dataset.role === "enter") localStorage.setItem(ENTER, event.target.checked ? "yes" : "no");
    });
    thread.addEventListener("click", (event) => this.pressed(event));
    this.drawn();
  }

  get form() {
    return this.thread.querySelector(".im-box");
  }

  get text() {
    return this.thread.querySelector("#im-text");
  }

  get enterSends() {
    return (localStorage.getItem(ENTER) ?? (matchMedia("(pointer: coarse)").matches ? "no" : "yes")) === "yes";
  }

  /** Edited message's number, or null. */
  get edited() {
    return this.form?.getAttribute("action").match(/message\/(\d+)\/edit$/)?.[1] ?? null;
  }

  drawn() {
    const choice = this.thread.querySelector("[data-role=enter]");
    if (!choice) return;
    choice.closest("label").hidden = false;
    choice.checked = this.enterSends;
  }

  submitted(event) {
    if (event.target !== this.form) return;
    event.preventDefault();
    event.stopPropagation();
    const data = new FormData(this.form);
    data.delete("csrfmiddlewaretoken");
    const text = data.get("text").trim();
    if (this.edited) return void this.save(this.edited, text);
    const fields = [...data].filter(([, value]) => typeof value === "string");
    const carries = fields.some(([name]) => ["track", "tracks", "post", "photos", "voices", "documents", "forward"].includes(name));
    if (!text && !carries) return void this.text.focus();
    this.send(fields, text, data.get("client_id"), carries);
    this.emptied();
  }

  /** Ready for the next message: its own id, nothing carried. */
  emptied() {
    clearTimeout(this.keeping);
    this.text.value = "";
    this.form.querySelector("[name=client_id]").value = freshId();
    this.form.querySelectorAll("input[type=checkbox][name=tracks]:checked").forEach((box) => (box.checked = false));
    this.form.querySelectorAll("input[name=photos]:checked").forEach((box) => (box.checked = false));
    this.form.querySelector(".im-about")?.remove();
    this.form.querySelectorAll("[name=reply], [name=track], [name=post], [name=forward]").forEach((field) => field.remove());
    this.form.querySelectorAll("voice-recorder, attach-documents").forEach((part) => part.clear());
    const badge = this.form.querySelector("[data-role=chosen]");
    if (badge) badge.hidden = true;
    this.form.querySelector("attach-tracks details")?.removeAttribute("open");
    if (location.search) history.replaceState(history.state, "", this.place);
    this.typed = 0;
    this.text.focus();
    note(`${this.place}/draft`, { text: "" });
  }

  key(event) {
    if (event.target !== this.text || event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      const withKey = event.ctrlKey || event.metaKey;
      if (withKey === this.enterSends) {
        if (this.enterSends) this.newLine(event); // Ctrl+Enter
        return;
      }
      event.preventDefault();
      this.form.requestSubmit();
    } else if (event.key === "ArrowUp" && !this.text.value) {
      const last = [...this.thread.querySelectorAll(".msg.mine[data-editable][data-seq]")].at(-1);
      if (last) {
        event.preventDefault();
        this.draw(`edit=${last.dataset.seq}`);
      }
    } else if (event.key === "Escape" && (this.edited || this.form.querySelector("[name=reply]"))) {
      event.preventDefault();
      this.draw("");
    }
  }

  newLine(event) {
    event.preventDefault();
    this.text.setRangeText("\n", this.text.selectionStart, this.text.selectionEnd, "end");
  }

  wrote() {
    if (this.edited) return;
    if (this.text.value && Date.now() - this.typed > TYPING) {
      this.typed = Date.now();
      note(`${this.place}/typing`);
    }
    clearTimeout(this.keeping);
    this.keeping = setTimeout(() => note(`${this.place}/draft`, { text: this.text.value }), DRAFT);
  }

  pressed(event) {
    const link = event.target.closest("a[data-box], a[data-plain]");
    if (!link || !this.thread.contains(link)) return;
    event.preventDefault();
    event.stopPropagation();
    link.closest(".msg-menu")?.remove();
    this.draw(link.dataset.box ?? "");
  }

  /** The box for an answer or a change, as the server draws it; words that stand in it stay. */
  async draw(asked) {
    const kept = this.edited ? "" : this.text.value;
    const answer = await fetch(`${this.place}/composer?${asked}`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    this.form.outerHTML = await answer.text();
    if (!this.edited && kept) this.text.value = kept;
    this.drawn();
    this.text.focus();
    this.text.setSelectionRange(this.text.value.length, this.text.value.length);
  }
}

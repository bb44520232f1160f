/** A dialog at work: messages appear as they are said, each at its number, none twice and none left out. */

import { hear, note } from "../live.js";
import { toast } from "../shell.js";
import { Box } from "./box.js";
import { Drawing } from "./drawing.js";
import { outbox } from "./sending.js";
import { Writers } from "./writers.js";

const NEAR = 80; // px from the end that count as standing at it
const READ = 250; // ms before what is seen counts as read

class Thread extends HTMLElement {
  connectedCallback() {
    if (this.ends) return; // moved, not new
    this.me = this.dataset.me;
    this.last = Number(this.dataset.last);
    this.read = Number(this.dataset.read);
    this.newest = this.dataset.newest === "yes";
    this.list = this.querySelector(".msgs");
    this.lines = this.querySelector(".im-lines");
    this.drawing = new Drawing(this);
    this.writers = new Writers(this.querySelector(".im-typing"));
    if (this.querySelector(".im-box")) {
      this.box = new Box(this, { send: (...said) => this.say(...said), save: (...said) => this.change(...said) });
    }
    this.ends = [
      hear("message", (said) => this.here(said) && this.arrived(said)),
      hear("changed", (said) => this.here(said) && this.changed(said)),
      hear("read", (told) => this.here(told) && this.marked(told, "read")),
      hear("delivered", (told) => this.here(told) && this.marked(told, "delivered")),
      hear("typing", (told) => this.here(told) && String(told.by) !== this.me && this.writers.writes(told)),
      hear("back", () => this.catchUp()),
      hear("dialogs", () => this.dataset.dialog || this.catchUp()),
      outbox.watch((entry, answer) => entry.place === this.dataset.place && this.onItsWay(entry, answer)),
    ];
    this.listen();
    for (const entry of outbox.entries()) if (entry.place === this.dataset.place) this.echo(entry);
    this.open();
    this.catchUp();
  }

  disconnectedCallback() {
    this.ends?.forEach((end) => end());
    this.gone?.abort();
    this.writers?.stop();
    clearTimeout(this.reading);
    this.ends = null;
  }

  here(told) {
    return String(told.dialog) === this.dataset.dialog;
  }

  listen() {
    this.gone = new AbortController();
    const { signal } = this.gone;
    this.lines.addEventListener("scroll", () => this.scrolled(), { passive: true, signal });
    addEventListener("focus", () => this.seen(), { signal });
    document.addEventListener("visibilitychange", () => this.seen(), { signal });
    this.list.addEventListener("click", (event) => this.pressed(event), { signal });
    this.list.addEventListener("submit", (event) => this.deletes(event), { signal, capture: true });
  }

  /** At the line of what is new, or at what the address names, else at the end. */
  open() {
    const named = new URLSearchParams(location.search).get("at") ?? location.hash.match(/^#m(\d+)$/)?.[1];
    const there = (named && this.querySelector(`#m${CSS.escape(named)}`)) || this.querySelector("#unread");
    if (there) there.scrollIntoView({ block: named ? "center" : "start" });
    else this.toEnd();
    // Whoever has begun something here before the script came goes on with it.
    if (!this.contains(document.activeElement)) this.box?.text?.focus({ preventScroll: true });
    this.seen();
  }

  // --- what is said ---------------------------------------------------------------------------------

  arrived(said) {
    this.writers.ends(said.author);
    const own = String(said.author) === this.me;
    const waiting = own && this.list.querySelector(`[data-client="${CSS.escape(said.client)}"]:not([data-seq])`);
    if (waiting) return; // the answer to what was sent brings its row
    if (!own) this.tell(`${said.name}: ${said.text}`);
    if (!this.newest) return void this.showDown();
    if (said.seq <= this.last) return;
    if (said.seq > this.last + 1 || !said.plain || own) return void this.catchUp();
    this.place(this.drawing.message(said, false));
    this.seen();
  }

  /** Read what was said after the last one here. One at a time; asked for meanwhile, once more. */
  async catchUp() {
    if (!this.newest) return;
    if (this.catching) return void (this.asked = true);
    this.catching = true;
    do {
      this.asked = false;
      const answer = await this.get(`rows?after=${this.last}`);
      if (!answer) break;
      if (answer.dialog) this.dataset.dialog = answer.dialog;
      for (const row of this.drawing.rows(answer.html)) this.place(row);
      this.last = Math.max(this.last, answer.last);
      if (!answer.newest) this.asked = true;
    } while (this.asked);
    this.catching = false;
    this.seen();
  }

  /** Put a row at its number; what waits to be sent stands below all of them. */
  place(row) {
    const seq = Number(row.dataset.seq);
    const same =
      this.list.querySelector(`[data-seq="${seq}"]`) ??
      (row.dataset.client && this.list.querySelector(`[data-client="${CSS.escape(row.dataset.client)}"][data-author="${row.dataset.author}"]`));
    const atEnd = this.atEnd;
    const before = this.lines.scrollHeight;
    same?.remove();
    const rows = [...this.list.querySelectorAll("li[data-seq]")];
    const next = rows.find((each) => Number(each.dataset.seq) > seq) ?? this.list.querySelector("li.msg:not([data-seq])");
    this.list.insertBefore(row, next ?? null);
    if (seq === this.last + 1) this.last = seq;
    this.querySelector(".im-none")?.remove();
    if (atEnd) this.toEnd();
    else this.lines.scrollTop -= this.lines.scrollHeight - before;
  }

  /** Said aloud to whoever does not see the thread; twice the same is said twice. */
  tell(words) {
    const heard = this.querySelector("[data-role=heard]");
    heard.textContent = "";
    heard.textContent = words;
  }

  async changed(said) {
    const row = this.list.querySelector(`[data-seq="${said.seq}"]`);
    if (!row) return;
    const answer = await this.get(`rows?seq=${said.seq}`);
    const [drawn] = answer ? this.drawing.rows(answer.html) : [];
    if (drawn) row.replaceWith(drawn);
    else if (answer) row.remove();
  }

  marked({ seq, by }, state) {
    if (String(by) === this.me) return;
    for (const row of this.list.querySelectorAll(".msg.mine[data-seq]")) {
      const now = row.querySelector(".msg-mark")?.dataset.mark;
      if (Number(row.dataset.seq) <= seq && now !== "read") this.drawing.mark(row, state);
    }
  }

  // --- what one says --------------------------------------------------------------------------------

  say(fields, text, client, carries) {
    const entry = { client, place: this.dataset.place, text, carries, fields, at: new Date().toISOString() };
    if (!this.newest) { // from an older stretch: the end is where one's words stand
      outbox.put(entry);
      location.href = `${this.dataset.place}?end`;
      return;
    }
    this.echo({ ...entry, state: "waiting" });
    outbox.put(entry);
  }

  echo(entry) {
    const name = document.querySelector(".account .drop-name a")?.textContent ?? "";
    const text = entry.carries ? [entry.text, `(${this.dataset.carries})`].filter(Boolean).join(" ") : entry.text;
    const row = this.drawing.message({ author: this.me, name, text, at: entry.at, client: entry.client }, true);
    this.drawing.mark(row, "sending");
    this.list.append(row);
    this.querySelector(".im-none")?.remove();
    if (entry.state === "refused") this.onItsWay(entry, null);
    this.toEnd();
  }

  onItsWay(entry, answer) {
    const row = this.list.querySelector(`[data-client="${CSS.escape(entry.client)}"]:not([data-seq])`);
    if (answer) {
      this.dataset.dialog ||= answer.dialog;
      const [drawn] = this.drawing.rows(answer.html);
      if (drawn) this.place(drawn);
      row?.remove();
      this.tell(this.querySelector("template[data-role=marks]").content.querySelector("[data-mark=sent]").textContent);
      if (answer.seq > this.last) this.catchUp();
      return;
    }
    const state = row?.querySelector(".msg-state");
    if (!state) return;
    if (entry.state !== "refused") return void (state.textContent = this.dataset.waits);
    state.textContent = this.dataset.refused.replace("{why}", entry.why || this.dataset.signedOut);
    state.append(
      this.button(this.dataset.again, () => {
        state.textContent = "";
        outbox.again(entry.client);
      }),
      this.button(this.dataset.drop, () => {
        outbox.drop(entry.client);
        row.remove();
      }),
    );
  }

  button(label, pressed) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "button quiet", textContent: label });
    made.addEventListener("click", pressed);
    return made;
  }

  async change(seq, text) {
    const answer = await note(`${this.dataset.place}/message/${seq}/edit`, { text });
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok) return toast(said?.text ?? document.getElementById("toasts").dataset.failed, "error");
    for (const row of this.drawing.rows(said.html)) this.place(row);
    this.box.draw("");
  }

  // --- around a message -----------------------------------------------------------------------------

  async pressed(event) {
    const more = event.target.closest(".msg-more");
    if (!more || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const body = more.closest(".msg-body");
    const open = body.querySelector(".msg-menu");
    this.list.querySelectorAll(".msg-menu").forEach((menu) => menu.remove());
    if (open) return;
    const answer = await fetch(`${more.getAttribute("href")}?menu=1`).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    body.insertAdjacentHTML("beforeend", await answer.text());
    const menu = body.querySelector(".msg-menu");
    menu.scrollIntoView({ block: "nearest" });
    menu.querySelector("a, button")?.focus({ preventScroll: true });
  }

  async deletes(event) {
    const form = event.target.closest("form[data-gone]");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    const answer = await note(form.getAttribute("action"), { for: form.dataset.gone });
    const row = form.closest(".msg");
    if (!answer?.ok) {
      const said = await answer?.json().catch(() => null);
      return toast(said?.text ?? document.getElementById("toasts").dataset.failed, "error");
    }
    if (form.dataset.gone === "me") row.remove();
    else await this.changed({ seq: row.dataset.seq });
    this.tell(this.dataset.gone);
    this.box?.text?.focus({ preventScroll: true });
  }

  // --- where one stands -----------------------------------------------------------------------------

  get atEnd() {
    return this.lines.scrollTop > -NEAR; // drawn from its end: 0 is the end, upwards is negative
  }

  toEnd() {
    this.lines.scrollTop = 0;
  }

  scrolled() {
    const top = this.lines.scrollHeight - this.lines.clientHeight + this.lines.scrollTop;
    if (top < 400) this.older();
    if (this.atEnd) this.later();
    this.seen();
  }

  /** From an older stretch downwards, until its end is the end. */
  async later() {
    if (this.newest || this.fetching) return;
    this.fetching = true;
    const answer = await this.get(`rows?after=${this.last}`);
    this.fetching = false;
    if (!answer || !this.ends) return;
    const before = this.lines.scrollHeight;
    this.list.append(...this.drawing.rows(answer.html));
    this.lines.scrollTop -= this.lines.scrollHeight - before;
    this.last = Math.max(this.last, answer.last);
    if (!answer.newest) return;
    this.newest = true;
    this.querySelector(".im-later")?.remove();
    this.querySelector(".im-down").hidden = true;
  }

  async older() {
    const link = this.querySelector(".im-older a");
    if (!link || this.fetching) return;
    this.fetching = true;
    const answer = await this.get(`rows${new URL(link.href).search}`);
    this.fetching = false;
    if (!answer || !this.ends) return;
    const rows = this.drawing.rows(answer.html);
    this.list.prepend(...rows);
    if (answer.older && rows.length) link.href = `${this.dataset.place}?before=${rows[0].dataset.seq}`;
    else link.closest(".im-older").remove();
  }

  showDown() {
    this.querySelector(".im-down").hidden = false;
  }

  /** What stands at the end and is looked at is read. */
  seen() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => {
      if (!this.ends || !this.newest || document.visibilityState !== "visible" || !document.hasFocus()) return;
      if (this.atEnd && this.dataset.dialog && this.last > this.read) {
        this.read = this.last;
        note(`${this.dataset.place}/read`, { seq: this.last });
      }
    }, READ);
  }

  async get(place) {
    const answer = await fetch(`${this.dataset.place}/${place}`).catch(() => null);
    return answer?.ok && !answer.redirected ? answer.json() : null;
  }
}

if (!customElements.get("im-thread")) customElements.define("im-thread", Thread);

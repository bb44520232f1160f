// The upload page: files picked or dropped go into a queue with two on their way, which goes on sending
// while its owner walks through the site; each shows how far it is and then what is decided about it.

import { droppedFiles, noteList, pathOf, sorted } from "./upload_folder.js";
import { watch } from "./upload_live.js";
import { AT_ONCE, megabytes } from "./upload_rules.js";
import { Sending } from "./upload_send.js";

const sendings = []; // of this document, also those whose page is not shown
const folders = []; // {lists, sendings} whose sounds are not all at the server yet

function pump() {
  const moving = sendings.filter(({ state }) => state === "sending" || state === "retrying").length;
  for (const sending of sendings.filter(({ state }) => state === "waiting").slice(0, Math.max(0, AT_ONCE - moving))) {
    sending.go().then(pump);
  }
  noteLists();
}

/** Lists of a folder go after its last sound, whatever became of each. */
async function noteLists() {
  for (const folder of folders.filter((each) => each.sendings.every(({ state }) => ["done", "failed", "cancelled"].includes(state)))) {
    folders.splice(folders.indexOf(folder), 1);
    const done = folder.sendings.filter(({ state }) => state === "done");
    const sent = Object.fromEntries(done.map((sending) => [pathOf(sending.file), sending.id]));
    for (const list of folder.lists) {
      const noted = await noteList(list, sent);
      document.querySelector("upload-desk")?.noted?.(list, noted);
    }
  }
}

addEventListener("beforeunload", (event) => {
  if (sendings.some(({ state }) => ["sending", "retrying", "waiting"].includes(state))) event.preventDefault();
});

class UploadDesk extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.words = this.querySelector("[data-upload-words]").dataset;
    this.input = this.form.querySelector("input[type=file]");
    this.querySelector(".upload-drop-hint").hidden = false;
    this.form.querySelector(".upload-send").hidden = true;
    this.folder = this.form.querySelector("#upload-folder");
    this.folder.closest("p").hidden = !("webkitdirectory" in this.folder);
    this.folder.addEventListener("change", () => this.takeFolder([...this.folder.files]));
    this.input.addEventListener("change", () => this.take(this.input.files));
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.drop = (event) => this.dropped(event);
    for (const kind of ["dragover", "dragleave", "drop"]) addEventListener(kind, this.drop);
    sendings.forEach((sending) => this.show(sending));
    // Chosen before this script had come.
    if (this.input.files.length) this.take(this.input.files);
    if (this.folder.files.length) this.takeFolder([...this.folder.files]);
  }

  disconnectedCallback() {
    for (const kind of ["dragover", "dragleave", "drop"]) removeEventListener(kind, this.drop);
  }

  dropped(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.classList.toggle("upload-over", event.type === "dragover");
    if (event.type !== "drop") return;
    droppedFiles(event.dataTransfer).then(({ files, folder }) => (folder ? this.takeFolder(files) : this.take(files)));
  }

  takeFolder(files) {
    const { sounds, lists, passed } = sorted(files);
    const taken = this.take(sounds);
    if (lists.length) folders.push({ lists, sendings: taken });
    if (passed) this.note(this.words.passedOver.replace("{number}", passed));
    this.folder.value = "";
    noteLists();
  }

  noted(list, well) {
    this.note((well ? this.words.listNoted : this.words.listRefused).replace("{name}", pathOf(list)));
  }

  note(text) {
    const item = document.createElement("li");
    item.className = "upload-item";
    item.textContent = text;
    this.querySelector(".upload-queue").hidden = false;
    this.querySelector("[data-upload-lists]").append(item);
    this.say(text);
  }

  /** Files into the queue; the sending of each, also where it was chosen before. */
  take(files) {
    const taken = [];
    const fields = new FormData(this.form);
    const about = { artist: fields.get("artist"), lawful_use: fields.get("lawful_use"), lawful_why: fields.get("lawful_why"), attested: fields.get("attested") ?? "" };
    if (files.length === 1) about.title = fields.get("title");
    for (const file of files) {
      const sending = new Sending(file, about, this.dataset.person);
      const before = sendings.find(({ mark, state }) => mark === sending.mark && !["failed", "cancelled"].includes(state));
      taken.push(before ?? sending);
      if (before) continue;
      const wrong = file.size === 0 ? this.words.empty : file.size > Number(this.dataset.most) ? this.words.tooLarge : "";
      if (wrong) Object.assign(sending, { state: "failed", trouble: wrong });
      sendings.push(sending);
      this.show(sending);
    }
    this.input.value = "";
    pump();
    return taken;
  }

  show(sending) {
    const item = this.querySelector("#upload-item").content.firstElementChild.cloneNode(true);
    const draw = () => (item.isConnected ? this.draw(item, sending) : sending.removeEventListener("change", draw));
    item.querySelector("[data-role=name]").textContent = pathOf(sending.file);
    item.addEventListener("click", ({ target }) => this.press(sending, target.closest("[data-do]")?.dataset.do));
    this.querySelector(".upload-queue").hidden = false;
    this.querySelector("[data-upload-list]").append(item);
    sending.addEventListener("change", draw);
    draw();
  }

  press(sending, what) {
    if (what === "pause") sending.hold();
    if (what === "cancel") sending.cancel();
    if (what === "resume") {
      Object.assign(sending, { tries: 0, forgotten: false, unsure: Boolean(sending.url) });
      sending.become("waiting");
    }
    if (what) pump();
  }

  draw(item, sending) {
    const { state, sent, file } = sending;
    const part = (role) => item.querySelector(`[data-role=${role}]`);
    const button = (what) => item.querySelector(`[data-do=${what}]`);
    item.querySelector("progress").value = file.size ? (sent / file.size) * 100 : 0;
    const amount = this.words.of.replace("{part}", megabytes(sent)).replace("{whole}", megabytes(file.size));
    part("progress").textContent = [amount, this.words[state] ?? ""].filter(Boolean).join(", ");
    button("pause").hidden = !["sending", "retrying", "waiting"].includes(state);
    button("resume").hidden = !["paused", "failed"].includes(state) || file.size === 0;
    button("cancel").hidden = ["done", "cancelled"].includes(state);
    const trouble = sending.signedOut ? this.words.signedOut : sending.trouble || this.words.wentWrong;
    part("trouble").hidden = state !== "failed";
    part("trouble").textContent = state === "failed" ? trouble : "";
    this.follow(item, sending);
    if (item.dataset.state !== state) this.say(`${file.name}: ${this.words[state] ?? amount}`);
    item.dataset.state = state;
    this.hideUnfinished(sending.id);
  }

  /** Its bytes are all here: from now on the story tells what happens. */
  follow(item, sending) {
    const place = item.querySelector("[data-role=story]");
    if (sending.state !== "done" || place.dataset.watched) return;
    place.dataset.watched = sending.id;
    item.querySelector("progress").hidden = true;
    watch(sending.id, place);
    const link = document.createElement("a");
    link.href = `/audio/upload/${sending.id}`;
    link.textContent = pathOf(sending.file);
    item.querySelector("[data-role=name]").replaceChildren(link);
  }

  hideUnfinished(id) {
    const before = id && this.querySelector(`[data-unfinished="${id}"]`);
    if (before) before.hidden = true;
  }

  say(text) {
    this.querySelector("[data-upload-status]").textContent = text;
  }
}

customElements.define("upload-desk", UploadDesk);

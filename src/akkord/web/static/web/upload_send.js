// One file on its way to the server, by the tus protocol: begun or found again, sent in pieces, paused,
// tried again, given up. Says what happens by "change" events; knows nothing of the page.

import { csrf } from "./player/calls.js";
import { CHUNK, fingerprint, meaning, metadata, pause } from "./upload_rules.js";

const TUS = { "Tus-Resumable": "1.0.0" };
const MOST_SAID = 500; // characters of a refusal

/** A refusal of the door comes as plain text; a page in its place is somebody signed out. */
const isSaid = (type) => (type ?? "").startsWith("text/plain");

export class Sending extends EventTarget {
  /** `about`: {title, artist, lawful_use, lawful_why}; `person` keeps two people of one browser apart. */
  constructor(file, about, person) {
    super();
    this.file = file;
    this.about = about;
    this.mark = fingerprint(file, person);
    this.url = null;
    this.sent = 0;
    this.state = "waiting"; // waiting | sending | paused | retrying | done | failed | cancelled
    this.trouble = "";
    this.tries = 0;
  }

  get id() {
    return this.url?.split("/").pop() ?? null;
  }

  /** Send until it is done, paused, cancelled or refused. */
  async go() {
    this.become("sending");
    while (this.state === "sending" || this.state === "retrying") {
      const status = await this.step();
      if (this.state !== "sending" && this.state !== "retrying") return;
      if (status === 200) this.tries = 0;
      else if (status !== 404 || !this.forget()) await this.answer(status);
      if (this.url && this.sent === this.file.size) this.finish();
    }
  }

  /** One exchange; 200 when it went well, else the status, 0 for no answer. */
  async step() {
    if (!this.url) return this.findOrBegin();
    if (this.unsure) return this.ask();
    return this.piece();
  }

  async findOrBegin() {
    const known = localStorage.getItem(this.mark);
    if (known) {
      this.url = known;
      this.unsure = true;
      return 200;
    }
    const said = { ...this.about, filename: this.file.name, filetype: this.file.type };
    const headers = { "Upload-Length": String(this.file.size), "Upload-Metadata": metadata(said) };
    const answer = await call("POST", "/audio/uploads/", headers);
    if (answer?.status !== 201) return refusal(this, answer);
    this.url = new URL(answer.headers.get("Location"), location).pathname;
    localStorage.setItem(this.mark, this.url);
    this.changed();
    return 200;
  }

  async ask() {
    const answer = await call("HEAD", this.url, {});
    if (!answer?.ok) return answer?.status === 410 ? 404 : (answer?.status ?? 0);
    this.sent = Number(answer.headers.get("Upload-Offset"));
    this.unsure = false;
    this.changed();
    return 200;
  }

  /** A request of its own kind, because only XMLHttpRequest says how far a body has got. */
  piece() {
    const from = this.sent;
    return new Promise((done) => {
      const request = new XMLHttpRequest();
      this.request = request;
      request.open("PATCH", this.url);
      const headers = { ...TUS, "X-CSRFToken": csrf(), "Upload-Offset": String(from), "Content-Type": "application/offset+octet-stream" };
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.upload.onprogress = ({ loaded }) => this.changed((this.sent = from + loaded));
      request.onloadend = () => {
        const well = request.status === 204;
        this.sent = well ? Number(request.getResponseHeader("Upload-Offset")) : from;
        this.unsure = !well;
        this.trouble = isSaid(request.getResponseHeader("Content-Type")) ? request.responseText.slice(0, MOST_SAID) : "";
        this.changed();
        done(well ? 200 : request.status);
      };
      request.send(this.file.slice(from, from + CHUNK));
    });
  }

  async answer(status) {
    const meant = meaning(status);
    if (meant === "over") {
      this.signedOut = status === 401 || (status === 403 && !this.trouble);
      return this.become("failed");
    }
    this.unsure = Boolean(this.url);
    this.become("retrying");
    await new Promise((wake) => {
      this.wake = wake;
      setTimeout(wake, pause(this.tries));
    });
    this.tries += 1;
    if (this.state === "retrying") this.become("sending");
    return undefined;
  }

  /** The server knows the upload no more: from the start, once. */
  forget() {
    if (this.forgotten) return false;
    this.forgotten = true;
    localStorage.removeItem(this.mark);
    [this.url, this.sent, this.unsure] = [null, 0, false];
    return true;
  }

  finish() {
    localStorage.removeItem(this.mark);
    this.become("done");
  }

  hold() {
    this.become("paused");
    this.request?.abort();
    this.wake?.();
  }

  async cancel() {
    this.become("cancelled");
    this.request?.abort();
    this.wake?.();
    localStorage.removeItem(this.mark);
    if (this.url) await call("DELETE", this.url, {});
  }

  become(state) {
    this.state = state;
    this.changed();
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}

async function call(method, url, headers) {
  try {
    return await fetch(url, { method, headers: { ...TUS, "X-CSRFToken": csrf(), ...headers } });
  } catch {
    return null;
  }
}

async function refusal(sending, answer) {
  sending.trouble = isSaid(answer?.headers.get("Content-Type")) ? (await answer.text()).slice(0, MOST_SAID) : "";
  return answer?.status ?? 0;
}

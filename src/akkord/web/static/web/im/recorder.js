/** A voice note beside the box: recorded in the page or chosen as a file, sent in at once, named by the message. */

// What a browser records and the site's box reads; the first it can.
const FORMS = ["audio/ogg;codecs=opus", "audio/mp4;codecs=opus", "audio/mp4;codecs=mp4a.40.2", "audio/mp4"];
const LONGEST = 600; // s

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

class VoiceRecorder extends HTMLElement {
  connectedCallback() {
    customElements.upgrade(this);
    if (this.files) return;
    this.files = this.querySelector("input[type=file]");
    this.files.removeAttribute("name"); // what is chosen is sent in here, not with the form
    this.files.addEventListener("change", () => this.files.files[0] && this.take(this.files.files[0], 0));
    this.record = this.querySelector("[data-role=record]");
    this.form = globalThis.MediaRecorder && navigator.mediaDevices ? FORMS.find((form) => MediaRecorder.isTypeSupported(form)) : null;
    this.record.hidden = !this.form;
    this.record.addEventListener("click", () => (this.recorder ? this.stop() : this.begin()));
  }

  disconnectedCallback() {
    this.stop();
  }

  async begin() {
    this.say("");
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch(() => null);
    if (!stream) return void this.say(this.dataset.denied);
    const pieces = [];
    this.since = Date.now();
    this.recorder = new MediaRecorder(stream, { mimeType: this.form, audioBitsPerSecond: 48000 });
    this.recorder.addEventListener("dataavailable", ({ data }) => data.size && pieces.push(data));
    this.recorder.addEventListener("stop", () => {
      for (const track of stream.getTracks()) track.stop();
      this.rest();
      const seconds = (Date.now() - this.since) / 1000;
      if (this.isConnected && pieces.length) this.take(new Blob(pieces, { type: this.form.split(";")[0] }), seconds);
    });
    this.recorder.start();
    this.record.textContent = this.dataset.end;
    this.record.classList.add("recording");
    const shown = this.querySelector("[data-role=clock]");
    shown.hidden = false;
    this.ticking = setInterval(() => {
      const seconds = (Date.now() - this.since) / 1000;
      shown.textContent = clock(seconds);
      if (seconds >= LONGEST) this.stop();
    }, 250);
    this.tell(this.dataset.going);
  }

  stop() {
    if (this.recorder?.state === "recording") this.recorder.stop();
  }

  rest() {
    clearInterval(this.ticking);
    this.recorder = null;
    this.record.textContent = this.dataset.begin;
    this.record.classList.remove("recording");
    this.querySelector("[data-role=clock]").hidden = true;
  }

  /** Send it in; the message that carries it is sent as any other. */
  async take(blob, seconds) {
    this.clear();
    this.tell("…");
    const body = new FormData();
    body.set("voice", blob, "voice");
    body.set("csrfmiddlewaretoken", this.closest("form").querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch("/im/voice/send", { method: "POST", body }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok || !said?.voice) {
      this.tell("");
      this.say(said?.text ?? this.dataset.failed);
      if (!said) this.querySelector("[data-role=wrong]").append(" ", this.button(this.dataset.again, () => this.take(blob, seconds)));
      return;
    }
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "voices", value: said.voice });
    this.append(field);
    this.tell(this.dataset.ready.replace("{length}", clock(seconds)).replace(/, 0:00/, ""));
    this.querySelector("[data-role=carries]").append(" ", this.button(this.dataset.drop, () => this.clear()));
    this.querySelector("[data-role=carried]").hidden = false;
  }

  button(label, pressed) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button quiet", textContent: label });
    made.addEventListener("click", pressed);
    return made;
  }

  /** Nothing goes with the message. */
  clear() {
    this.querySelectorAll("input[name=voices]").forEach((field) => field.remove());
    this.querySelector("[data-role=carried]").hidden = true;
    this.files.value = "";
    this.tell("");
    this.say("");
  }

  tell(text) {
    this.querySelector("[data-role=carries]").textContent = text;
  }

  say(text) {
    const place = this.querySelector("[data-role=wrong]");
    place.textContent = text;
    place.hidden = !text;
  }
}

if (!customElements.get("voice-recorder")) customElements.define("voice-recorder", VoiceRecorder);

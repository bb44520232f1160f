/** Photos beside the box in which one writes: sent in as they are chosen, each asked for its words. */

import { offer } from "./offered.js";

class AttachPhotos extends HTMLElement {
  connectedCallback() {
    const files = this.querySelector("input[type=file]");
    if (!files || this.files) return;
    this.files = files;
    this.last = null; // the words of the photo that was sent in last
    files.removeAttribute("name"); // what is chosen is sent in here, not with the form
    files.addEventListener("change", () => this.take([...files.files]));
    this.addEventListener("change", () => this.count());
    offer(this, () => this.count());
  }

  async take(chosen) {
    this.say("");
    const asked = [];
    for (const file of chosen) asked.push(await this.send(file));
    this.files.value = "";
    this.count();
    // Once all have come, and whoever chose them has not gone on meanwhile: at the words of the first.
    if ([document.body, this.files].includes(document.activeElement)) asked.find(Boolean)?.focus();
    this.dispatchEvent(new Event("input", { bubbles: true })); // the draft is kept with them
  }

  /** Where it is asked what is on the photo; nothing where it was refused. */
  async send(file) {
    const body = new FormData();
    body.set("photo", file);
    body.set("csrfmiddlewaretoken", this.token());
    const answer = await fetch("/photos/send", { method: "POST", body }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (answer?.ok && said) return this.draw(said);
    this.say(said?.text ?? this.dataset.failed);
  }

  token() {
    return this.closest("form").querySelector("[name=csrfmiddlewaretoken]").value;
  }

  draw({ number, small }) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "photos" });
    box.value = String(number);
    box.checked = true;
    const picture = Object.assign(document.createElement("img"), { src: small, alt: this.dataset.name.replace("%s", number) });
    label.append(box, picture);
    const words = Object.assign(document.createElement("input"), { maxLength: 500, placeholder: this.dataset.alt });
    words.setAttribute("aria-label", this.dataset.alt);
    words.className = "photo-alt";
    words.addEventListener("change", () => {
      if (words.value) picture.alt = words.value;
      this.describe(number, words.value);
    });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault(); // describing is not publishing
    });
    if (this.last) this.last.after(label, words); // they stand as they were chosen
    else this.querySelector("fieldset").prepend(label, words);
    this.last = words;
    return words;
  }

  describe(number, alt) {
    const body = new FormData();
    body.set("alt", alt);
    body.set("csrfmiddlewaretoken", this.token());
    fetch(`/photo${number}/alt`, { method: "POST", body, redirect: "manual" }).catch(() =>
      this.say(this.dataset.failed),
    );
  }

  say(text) {
    const place = this.querySelector("[data-role=wrong]");
    place.textContent = text;
    place.hidden = !text;
  }

  count() {
    const chosen = this.querySelectorAll("input[name=photos]:checked").length;
    const badge = this.querySelector("[data-role=chosen]");
    badge.textContent = String(chosen);
    badge.hidden = chosen === 0;
  }
}

if (!customElements.get("attach-photos")) customElements.define("attach-photos", AttachPhotos);

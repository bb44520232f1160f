/** Documents beside the box in which one writes: sent in as they are chosen. */

class AttachDocuments extends HTMLElement {
  connectedCallback() {
    if (this.files) return;
    this.files = this.querySelector("input[type=file]");
    this.files.removeAttribute("name"); // what is chosen is sent in here, not with the form
    this.files.addEventListener("change", () => this.take([...this.files.files]));
    this.addEventListener("change", () => this.count());
    this.count(); // a draft has some
  }

  async take(chosen) {
    this.say("");
    for (const file of chosen) await this.send(file);
    this.files.value = "";
    this.count();
  }

  async send(file) {
    const body = new FormData();
    body.set("document", file);
    body.set("csrfmiddlewaretoken", this.closest("form").querySelector("[name=csrfmiddlewaretoken]").value);
    const answer = await fetch("/documents/send", { method: "POST", body }).catch(() => null);
    const said = await answer?.json().catch(() => null);
    if (!answer?.ok || !said) return this.say(said?.text ?? this.dataset.failed);
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "documents", checked: true });
    box.value = String(said.number);
    label.append(box, " ", said.name);
    this.querySelector("fieldset").append(label);
    this.dispatchEvent(new Event("input", { bubbles: true })); // a draft is kept with it
  }

  say(text) {
    const place = this.querySelector("[data-role=wrong]");
    place.textContent = text;
    place.hidden = !text;
  }

  /** Nothing goes with what is written next. */
  clear() {
    this.querySelectorAll("fieldset label").forEach((label) => label.remove());
    this.count();
  }

  count() {
    const chosen = this.querySelectorAll("input[name=documents]:checked").length;
    const badge = this.querySelector("[data-role=chosen]");
    badge.textContent = String(chosen);
    badge.hidden = chosen === 0;
  }
}

if (!customElements.get("attach-documents")) customElements.define("attach-documents", AttachDocuments);

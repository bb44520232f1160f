/** The parts of one's own file a claim is about, played from the device: of what is blocked no byte is served. */

class OwnPart extends HTMLElement {
  connectedCallback() {
    this.hidden = false; // without script there is nothing to play it with
    this.addEventListener("change", ({ target }) => target.files?.[0] && this.take(target.files[0]));
    this.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-from]");
      if (button) this.toggle(button);
    });
  }

  disconnectedCallback() {
    this.stop();
    this.context?.close();
  }

  async take(file) {
    const said = this.querySelector("[role=status]");
    said.textContent = "";
    this.stop();
    this.context ??= new AudioContext();
    try {
      this.sound = await this.context.decodeAudioData(await file.arrayBuffer());
    } catch {
      this.sound = null;
      said.textContent = said.dataset.failed;
    }
    for (const button of this.querySelectorAll("button[data-from]")) button.disabled = !this.sound;
  }

  toggle(button) {
    const on = button.getAttribute("aria-pressed") === "true";
    this.stop();
    if (on || !this.sound) return;
    const { from, to } = button.dataset;
    this.playing = new AudioBufferSourceNode(this.context, { buffer: this.sound });
    this.playing.connect(this.context.destination);
    this.playing.onended = () => button.setAttribute("aria-pressed", "false");
    this.playing.start(0, Number(from), Number(to) - Number(from));
    button.setAttribute("aria-pressed", "true");
  }

  stop() {
    this.playing?.stop();
    this.playing = null;
  }
}

customElements.get("own-part") ?? customElements.define("own-part", OwnPart);

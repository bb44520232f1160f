/** The frame over a photo whose square is chosen: it follows the sliders, and can be dragged. */

class CropSquare extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    this.sliders = Object.fromEntries(["left", "top", "side"].map((name) => [name, form.elements[name]]));
    this.frame = this.querySelector(".crop-frame");
    this.frame.hidden = false;
    this.short = Math.min(this.dataset.width, this.dataset.height);
    form.addEventListener("input", () => this.draw());
    this.addEventListener("pointerdown", (event) => this.drag(event));
    this.draw();
  }

  draw() {
    const of = (name) => (Number(this.sliders[name].value) * this.short) / 1000;
    const side = of("side");
    const left = Math.min(of("left"), this.dataset.width - side);
    const top = Math.min(of("top"), this.dataset.height - side);
    Object.assign(this.frame.style, {
      left: `${(left / this.dataset.width) * 100}%`,
      top: `${(top / this.dataset.height) * 100}%`,
      width: `${(side / this.dataset.width) * 100}%`,
    });
  }

  drag(begun) {
    begun.preventDefault();
    const move = (event) => {
      const box = this.getBoundingClientRect();
      const scale = this.dataset.width / box.width;
      const half = (Number(this.sliders.side.value) * this.short) / 2000;
      this.sliders.left.value = (((event.clientX - box.left) * scale - half) * 1000) / this.short;
      this.sliders.top.value = (((event.clientY - box.top) * scale - half) * 1000) / this.short;
      this.draw();
    };
    move(begun);
    this.setPointerCapture(begun.pointerId);
    this.addEventListener("pointermove", move);
    this.addEventListener("pointerup", () => this.removeEventListener("pointermove", move), { once: true });
  }
}

if (!customElements.get("crop-square")) customElements.define("crop-square", CropSquare);

/** Who is writing: shown at once, gone when they have said it or have been silent for some seconds. */

const SHOWN = 5000; // ms

export class Writers {
  constructor(place) {
    this.place = place;
    this.names = new Map(); // person → [name, timer]
  }

  writes({ by, name }) {
    clearTimeout(this.names.get(by)?.[1]);
    this.names.set(by, [name, setTimeout(() => this.ends(by), SHOWN)]);
    this.draw();
  }

  ends(by) {
    clearTimeout(this.names.get(by)?.[1]);
    if (this.names.delete(by)) this.draw();
  }

  stop() {
    for (const [, timer] of this.names.values()) clearTimeout(timer);
    this.names.clear();
  }

  draw() {
    const names = [...this.names.values()].map(([name]) => name).join(", ");
    this.place.textContent = names ? this.place.dataset.words.replace("{name}", names) : "";
  }
}

// Rows that are put in order by drag; the buttons beside them do the same without scripts and by keys.

class OrderedTracks extends HTMLElement {
  connectedCallback() {
    for (const row of this.rows()) row.draggable = true;
    this.addEventListener("dragstart", (event) => this.take(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.letGo());
  }

  rows() {
    return [...this.querySelectorAll("li.track")];
  }

  take(event) {
    this.taken = event.target.closest("li.track");
    if (!this.taken) return;
    this.before = this.rows();
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", this.taken.dataset.title);
    this.taken.classList.add("taken");
  }

  over(event) {
    const row = event.target.closest("li.track");
    if (!this.taken || !row) return;
    event.preventDefault();
    const { top, height } = row.getBoundingClientRect();
    if (row !== this.taken) row.parentNode.insertBefore(this.taken, event.clientY > top + height / 2 ? row.nextSibling : row);
  }

  /** The form of a button sends it, so that the page that comes back is the one a button would have brought. */
  drop(event) {
    if (!this.taken) return;
    event.preventDefault();
    const place = (row) => row.querySelector(".track-moves").dataset.place;
    const to = this.before[this.rows().indexOf(this.taken)];
    const form = this.querySelector(`form[action="${this.dataset.move}"]`);
    if (!form || to === this.taken) return;
    form.elements.from.value = place(this.taken);
    form.elements.to.value = place(to);
    form.requestSubmit();
  }

  letGo() {
    this.taken?.classList.remove("taken");
    this.taken = undefined;
  }
}

if (!customElements.get("ordered-tracks")) customElements.define("ordered-tracks", OrderedTracks);

/** The keys of the photo viewer: its links are there without them. */

class PhotoViewer extends HTMLElement {
  connectedCallback() {
    this.pressed = (event) => {
      const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
      const over = document.querySelector("dialog[open], details.drop[open]"); // Escape closes that first
      if (typing || over || event.altKey || event.ctrlKey || event.metaKey) return;
      const way = this.querySelector(`[data-key="${event.key}"]`);
      if (!way) return;
      event.preventDefault();
      event.stopPropagation();
      way.click();
    };
    document.addEventListener("keydown", this.pressed, true);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.pressed, true);
  }
}

if (!customElements.get("photo-viewer")) customElements.define("photo-viewer", PhotoViewer);

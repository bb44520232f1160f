/** What is being written is kept on the server a moment after one stops typing, and is there after a reload. */

const AFTER = 1200; // ms
const timers = new WeakMap();

function keep(form) {
  const body = new FormData(form);
  body.set("wall", form.dataset.draft);
  fetch("/drafts", { method: "POST", body, keepalive: true }).catch(() => null); // the words are still in the box
}

if (!document.body.dataset.drafts) {
  document.body.dataset.drafts = "on";
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => keep(form), AFTER));
  });
  document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)), true);
}

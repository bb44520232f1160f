/** Keys of the review queue: j and k, the letters on its buttons, Enter for what is shown; the next is fetched ahead. */

let ahead = null; // {address, page}: the next item, asked for while this one is read

async function fetchAhead() {
  const address = document.getElementById("review")?.dataset.next;
  ahead = null;
  if (!address) return;
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  if (answer.ok) ahead = { address, page: await answer.text() };
}

function go(address) {
  if (ahead?.address !== address) return void location.assign(address);
  const page = new DOMParser().parseFromString(ahead.page, "text/html").getElementById("review");
  const here = document.getElementById("review");
  here.replaceWith(document.adoptNode(page));
  history.pushState({}, "", address);
  document.getElementById("item").focus();
  fetchAhead();
}

function neighbour(step) {
  const links = [...document.querySelectorAll(".review-list a")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  return links[here + step];
}

function onKey(event) {
  const review = document.getElementById("review");
  if (!review || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  if (event.key === "?") {
    const keys = review.querySelector("details");
    keys.open = !keys.open;
  } else if (event.key === "j" && review.dataset.next) {
    go(review.dataset.next);
  } else if (event.key === "k" && neighbour(-1)) {
    go(neighbour(-1).href);
  } else {
    const act = review.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!act) return;
    if (act.matches("textarea")) act.focus();
    else (act.matches("form") ? act.querySelector("button") : act).click();
  }
  event.preventDefault();
}

document.addEventListener("keydown", onKey);
window.addEventListener("popstate", () => document.getElementById("review") && location.reload());
fetchAhead();

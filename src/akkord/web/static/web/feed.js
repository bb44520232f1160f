/** The pill above the feed: posts that came meanwhile, asked for while the page is looked at. */

const EVERY = 45000; // ms

async function look() {
  const pill = document.getElementById("new-posts");
  if (!pill || document.hidden) return;
  const answer = await fetch(`/feed/new?after=${pill.dataset.after}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { new: number } = await answer.json();
  pill.hidden = !number; // shown before it is filled: so it is said aloud
  pill.querySelector("a").textContent = pill.dataset.words.replace("%s", number);
}

if (!document.body.dataset.feed) {
  document.body.dataset.feed = "on";
  setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}

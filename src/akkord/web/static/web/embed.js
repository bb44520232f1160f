// The small player in a frame of another site: one element, one row at a time, counted once like everywhere.

const LOOK_AGAIN = 10000; // ms between looks whether what sounds may still sound
const sound = new Audio();
const told = document.getElementById("told");
const rows = [...document.querySelectorAll("li[data-track]")];
let row = null;
let play = null;
let heard = 0;
let last = 0;

const button = (of) => of.querySelector("button");
const range = (of) => of.querySelector("input");

async function post(place, said = {}) {
  const headers = { "Content-Type": "application/json", Accept: "application/json" };
  return fetch(place, { method: "POST", headers, body: JSON.stringify(said), credentials: "omit" });
}

async function begin(next) {
  sound.pause();
  [row, play, heard, last] = [next, null, 0, 0];
  draw();
  const answer = await post(`/embed/listen/${next.dataset.track}`).catch(() => null);
  if (row !== next) return;
  const said = await answer?.json().catch(() => null);
  if (answer?.status === 503) {
    told.textContent = said?.telling ?? "";
    return void setTimeout(() => row === next && begin(next), 2000);
  }
  told.textContent = answer?.ok ? "" : (said?.telling ?? document.body.dataset.trouble);
  if (!answer?.ok) return;
  play = said.play;
  sound.src = said.url;
  await sound.play().catch(() => draw());
}

function pressed(of) {
  if (of !== row || !play) return begin(of);
  return sound.paused ? sound.play() : sound.pause();
}

function draw() {
  for (const each of rows) button(each).setAttribute("aria-pressed", String(each === row && !sound.paused));
}

function listen() {
  const passed = sound.currentTime - last;
  if (passed > 0 && passed < 2) heard += passed;
  last = sound.currentTime;
  range(row).value = String(Math.floor(last));
  if (!play || heard < Math.min(30, Number(row.dataset.seconds) / 2)) return;
  post(`/embed/listen/${play}/count`, { seconds: heard });
  heard = -Infinity; // said
}

/** What is already in the browser would go on sounding after a removal, so the player asks by itself. */
async function stillAllowed() {
  if (!play || sound.paused) return;
  const mine = play;
  const answer = await fetch(sound.src, { method: "HEAD", credentials: "omit" }).catch(() => null);
  if (mine !== play || (answer?.status !== 403 && answer?.status !== 404)) return;
  play = null; // pressed again, it says why
  sound.pause();
  sound.removeAttribute("src");
  sound.load();
  told.textContent = document.body.dataset.trouble;
  draw();
}

setInterval(stillAllowed, LOOK_AGAIN);
for (const each of rows) {
  button(each).addEventListener("click", () => pressed(each));
  range(each).addEventListener("input", ({ target }) => {
    if (each === row && play) sound.currentTime = Number(target.value);
  });
}
for (const event of ["play", "pause"]) sound.addEventListener(event, draw);
sound.addEventListener("timeupdate", listen);
sound.addEventListener("ended", () => rows[rows.indexOf(row) + 1] && begin(rows[rows.indexOf(row) + 1]));
sound.addEventListener("error", () => {
  if (sound.hasAttribute("src")) told.textContent = document.body.dataset.trouble;
});

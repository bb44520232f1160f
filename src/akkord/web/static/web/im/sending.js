/** The outbox of this browser: in its storage, for the person who is signed in, over the wire. */

import { Outbox } from "./outbox.js";

const PATIENCE = 15000; // ms for an answer
const me = document.body.dataset.me;

function storage() {
  try {
    localStorage.setItem("im:probe", "1");
    localStorage.removeItem("im:probe");
    return localStorage;
  } catch {
    const kept = new Map(); // a browser that keeps nothing sends what this page holds
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value) };
  }
}

async function post(entry) {
  const body = new FormData();
  for (const [name, value] of entry.fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
  const answer = await fetch(`${entry.place}/send`, {
    method: "POST",
    body,
    headers: { "X-Requested-With": "im" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);
  if (!answer || answer.status >= 500 || answer.status === 429) return null;
  if (answer.ok) return answer.json();
  const said = await answer.json().catch(() => ({}));
  return { refused: said.text ?? "" };
}

// One page at a time sends, so that what is written in two pages keeps its order, too.
function alone(work) {
  return navigator.locks ? navigator.locks.request("im-outbox", work) : work();
}

export const outbox = new Outbox({ store: storage(), key: `im:outbox:${me}`, post, alone });

// How the player speaks to the server: a start is asked for, a listening is counted.

/** The token of the freshest page: #main may be newer than the bar after signing in without a reload. */
export function csrf() {
  const form = document.querySelector("#main input[name=csrfmiddlewaretoken]");
  return form?.value || document.querySelector("player-bar")?.dataset.csrf || "";
}

export function post(url, body, more = {}) {
  const headers = { "X-CSRFToken": csrf(), "Content-Type": "application/json", Accept: "application/json" };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(body ?? {}), ...more });
}

/** {ok: start} or {refused: {telling, entry}} or {later: seconds} or {trouble: true}. */
export async function askToListen(number, from, quality = "") {
  let answer;
  try {
    answer = await post(`/listen/${number}`, { from, quality });
  } catch {
    return { trouble: true };
  }
  if (answer.ok) return { ok: await answer.json() };
  if (answer.status === 503) return { later: Number(answer.headers.get("Retry-After")) || 2 };
  const said = await answer.json().catch(() => null);
  if (said?.error === "silent" || answer.status === 404) return { refused: said ?? { telling: "" } };
  return { trouble: true };
}

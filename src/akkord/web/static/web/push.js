/** The switch of "tell me in this browser": asks the browser, and tells the site where it is reached. */

import { token } from "./live.js";

const PLACE = "/settings/notifications/push";

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function send(place, fields) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: token() });
  return fetch(place, { method: "POST", body });
}

class PushSwitch extends HTMLElement {
  async connectedCallback() {
    if (!("serviceWorker" in navigator) || !("PushManager" in window)) return;
    this.on = this.querySelector("[data-on]");
    this.off = this.querySelector("[data-off]");
    this.on.addEventListener("click", () => this.begin());
    this.off.addEventListener("click", () => this.end());
    this.querySelector("[data-none]").hidden = true;
    const worker = await navigator.serviceWorker.getRegistration("/");
    this.show(Boolean(await worker?.pushManager.getSubscription()));
  }

  show(told) {
    this.on.hidden = told;
    this.off.hidden = !told;
  }

  say(words) {
    this.querySelector("[data-said]").textContent = words;
  }

  async begin() {
    this.say("");
    try {
      const worker = await navigator.serviceWorker.register("/push-worker.js");
      const wanted = { userVisibleOnly: true, applicationServerKey: bytes(this.dataset.key) };
      const given = (await worker.pushManager.subscribe(wanted)).toJSON();
      const answer = await send(PLACE, { endpoint: given.endpoint, ...given.keys });
      if (answer.ok) return this.show(true);
      this.say(await answer.text());
    } catch {
      this.say(this.dataset.refused);
    }
  }

  async end() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    const given = await worker?.pushManager.getSubscription();
    if (given) {
      await send(`${PLACE}/forget`, { endpoint: given.endpoint });
      await given.unsubscribe();
    }
    this.show(false);
  }
}

if (!customElements.get("push-switch")) customElements.define("push-switch", PushSwitch);

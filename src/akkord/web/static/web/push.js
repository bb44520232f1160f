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

  /** One button took the other's place: whoever pressed it by keyboard stays, and hears what became of it. */
  turned(told) {
    this.show(told);
    (told ? this.off : this.on).focus();
    this.say(told ? this.dataset.begun : this.dataset.ended);
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
      if (answer.ok) return this.turned(true);
      this.say(await answer.text());
    } catch {
      this.say(this.dataset.refused);
    }
  }

  async end() {
    const worker = await navigator.serviceWorker.getRegistration("/");
    const given = await worker?.pushManager.getSubscription();
    if (given) {
      const answer = await send(`${PLACE}/forget`, { endpoint: given.endpoint }).catch(() => null);
      if (!answer?.ok) return this.say(document.getElementById("toasts").dataset.failed);
      await given.unsubscribe();
    }
    return this.turned(false);
  }
}

if (!customElements.get("push-switch")) customElements.define("push-switch", PushSwitch);

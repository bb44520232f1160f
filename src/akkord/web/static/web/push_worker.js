/** What the browser runs beside the site: a line when something comes, and a page for when there is no network.

    Of the site it keeps that one page with its style and scripts, the same for everybody: no page of anybody's. What of
    music a member keeps here that page plays (player/kept.js). */

const KEPT = "akkord-offline-3";
const OFFLINE = "/offline";

self.addEventListener("install", (event) => event.waitUntil(keepOffline().then(() => self.skipWaiting())));

self.addEventListener("activate", (event) => event.waitUntil(forgetOlder().then(() => self.clients.claim())));

async function keepOffline() {
  const kept = await caches.open(KEPT);
  const page = await fetch(OFFLINE, { credentials: "omit", cache: "reload" });
  if (!page.ok) return;
  const text = await page.clone().text();
  const pieces = [...text.matchAll(/(?:href|src)="([^"]+\.(?:css|js))"/g)].map((found) => found[1]);
  await kept.put(OFFLINE, page);
  await kept.addAll([...new Set(pieces)]);
}

async function forgetOlder() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("akkord-") && name !== KEPT).map((name) => caches.delete(name)));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  else if (["style", "script"].includes(request.destination)) event.respondWith(fetch(request).catch(() => kept(request)));
});

async function kept(what) {
  return (await (await caches.open(KEPT)).match(what)) ?? Response.error();
}

self.addEventListener("push", (event) => {
  const said = event.data?.json() ?? {};
  const line = { body: said.body ?? "", tag: said.tag ?? "", data: { href: said.href ?? "/notifications" } };
  event.waitUntil(self.registration.showNotification(said.title ?? "", line));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data.href, self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(open(address.href));
});

async function open(address) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = pages.find((page) => page.url === address) ?? pages[0];
  if (!there) return self.clients.openWindow(address);
  await there.focus();
  return there.url === address ? there : there.navigate(address);
}

/** What the browser runs when something comes while the site may be closed: a line, and the page it leads to. */

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

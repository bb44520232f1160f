/** What a box offers to attach is fetched when it is opened, once; the link that stands there stays if that fails. */

export function offer(element, then) {
  const place = element.querySelector("[data-offer]");
  if (!place) return false;
  const opened = async () => {
    const answer = await fetch(place.dataset.offer).catch(() => null);
    if (!answer?.ok || answer.redirected || !place.isConnected) return;
    place.outerHTML = await answer.text();
    then();
  };
  const details = element.querySelector("details");
  if (details.open) opened();
  else details.addEventListener("toggle", opened, { once: true });
  return true;
}

// Moments in order, as plain values; and the marks of what was said at some, along a waveform.

/** The last of the moments that has come by now; -1 before the first. */
export function reached(moments, now) {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moments[middle] <= now) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where along a track of that length it stands, in percent. */
export function place(seconds, length) {
  return length > 0 ? Math.min(100, Math.max(0, (seconds / length) * 100)) : 0;
}

/** Marks for {seconds, said}; they say nothing new to who reads the list, so they are hidden from it. */
export function marks(moments, length) {
  const row = document.createElement("div");
  row.className = "moment-marks";
  row.setAttribute("aria-hidden", "true");
  for (const { seconds, said } of moments) {
    const mark = document.createElement("span");
    mark.style.left = `${place(seconds, length)}%`;
    mark.title = said;
    row.append(mark);
  }
  return row;
}

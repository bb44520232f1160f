// Moments in order, as plain values.

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

// One media element that is fed with tracks end to end, so that a track begins with the sample after the last one
// of the track before. The site's own form of pages (Opus in WebM) alone is fed; all else an element loads itself.

export const TYPE = 'audio/webm; codecs="opus"';
export const MOST_SECONDS = 315; // a browser holds about 12 MB of sound for an element: five minutes at 160 kbit/s
const PRESKIP = 0.0065; // s with which libopus begins: they are cut off like what lies before the track's place
const AGAIN = 1000; // ms until a line that broke is taken up where it broke

export const able = (seconds, type) =>
  type === "audio/webm" && seconds > 0 && seconds <= MOST_SECONDS && Boolean(globalThis.MediaSource?.isTypeSupported(TYPE));

/** The bytes of an address, over broken lines; ends early where the site gives no more of them. */
export async function* bytes(url, signal, wait = AGAIN) {
  let got = 0;
  for (;;) {
    try {
      const answer = await fetch(url, { headers: got ? { Range: `bytes=${got}-` } : {}, signal });
      if (answer.status === 416) return;
      if (answer.status >= 400 && answer.status < 500) throw new Refused();
      if (answer.ok && (got === 0 || answer.status === 206)) {
        for (const reader = answer.body.getReader(); ; ) {
          const { done, value } = await reader.read();
          if (done) return;
          got += value.length;
          yield value;
        }
      }
    } catch (error) {
      if (signal.aborted || error instanceof Refused) throw error;
    }
    await new Promise((later) => setTimeout(later, wait));
  }
}

class Refused extends Error {}

export class Feed {
  /** `failed` is called with the place of a track that could not be put, or not whole. */
  constructor(deck, failed) {
    this.deck = deck;
    this.failed = failed;
    this.end = 0; // s: where the next track is put
    this.stop = new AbortController();
    this.last = null; // {start, stop, done}: the track that was put last
    this.source = new MediaSource();
    this.address = URL.createObjectURL(this.source);
    this.opened = new Promise((open) => this.source.addEventListener("sourceopen", open, { once: true }));
    this.work = this.opened.then(() => {
      URL.revokeObjectURL(this.address);
      this.buffer = this.source.addSourceBuffer(TYPE);
    });
    deck.src = this.address;
  }

  /** Put a track after what is there; the place, in s, where it begins. */
  add(url, seconds) {
    const put = { start: this.end, stop: new AbortController(), done: false };
    this.end += seconds;
    this.last = put;
    const signal = AbortSignal.any([this.stop.signal, put.stop.signal]);
    this.work = this.work.then(() => this.append(url, put, seconds, signal)).catch((error) => {
      if (!signal.aborted) this.failed(put.start, error);
    });
    return put.start;
  }

  async append(url, put, seconds, signal) {
    if (put.start > 0) await this.remove(0, this.deck.currentTime - 1); // what was heard makes room
    this.buffer.appendWindowStart = 0; // the start lies always before the end
    this.buffer.appendWindowEnd = put.start + seconds;
    this.buffer.appendWindowStart = put.start;
    this.buffer.timestampOffset = put.start - PRESKIP;
    for await (const piece of bytes(url, signal)) await this.settled(() => this.buffer.appendBuffer(piece));
    put.done = true;
  }

  /** Take the track that begins at `start` out again. */
  drop(start) {
    if (this.last?.start !== start) return;
    this.last.stop.abort();
    this.end = start;
    this.work = this.work.then(() => {
      this.buffer.abort();
      return this.remove(start, Infinity);
    });
  }

  /** Nothing follows what is there. */
  finish() {
    if (this.last.done && this.source.readyState === "open" && !this.buffer.updating) this.source.endOfStream();
  }

  /** Whether a place is there to be heard. */
  has(at) {
    const { buffered } = this.deck;
    for (let i = 0; i < buffered.length; i += 1) {
      if (buffered.start(i) - 0.1 <= at && at < buffered.end(i)) return true;
    }
    return false;
  }

  close() {
    this.stop.abort();
  }

  remove(from, to) {
    if (to <= from) return undefined;
    return this.settled(() => this.buffer.remove(from, to));
  }

  settled(act) {
    return new Promise((done, broken) => {
      this.buffer.addEventListener("updateend", done, { once: true });
      this.buffer.addEventListener("error", broken, { once: true });
      act();
    });
  }
}

/** Messages on their way: kept in the browser until the server has them, sent one after the other in order.

    What the server refuses is kept with its reason until its writer decides; what did not get through is tried
    again. A message is sent under an id of its own, so trying again never makes two. */

const WAITS = [1000, 2000, 4000, 8000, 15000]; // ms between tries

/** `store`: getItem and setItem of strings; `post(entry)` answers {seq, …}, {refused: text} or null when nothing
    got through; `alone(work)` runs `work` while no other page does. */
export class Outbox {
  constructor({ store, key, post, alone, later = (work, ms) => setTimeout(work, ms) }) {
    Object.assign(this, { store, key, post, alone, later });
    this.watchers = new Set();
    this.tries = 0;
    this.timer = null;
  }

  entries() {
    try {
      return JSON.parse(this.store.getItem(this.key) ?? "[]");
    } catch {
      return [];
    }
  }

  /** entry: {client, place, text, fields: [[name, value], …], at} */
  put(entry) {
    this.write([...this.entries(), { ...entry, state: "waiting" }]);
    return this.run();
  }

  drop(client) {
    this.write(this.entries().filter((entry) => entry.client !== client));
  }

  again(client) {
    this.write(this.entries().map((entry) => (entry.client === client ? { ...entry, state: "waiting" } : entry)));
    return this.run();
  }

  /** Called with (entry, answer) when something of an entry changed; answer is the server's when it is sent. */
  watch(watcher) {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  write(entries) {
    this.store.setItem(this.key, JSON.stringify(entries));
  }

  tell(entry, answer = null) {
    for (const watcher of [...this.watchers]) watcher(entry, answer);
  }

  run() {
    return this.alone(() => this.sendAll());
  }

  async sendAll() {
    for (;;) {
      const entry = this.entries().find(({ state }) => state === "waiting");
      if (!entry) {
        this.tries = 0;
        return;
      }
      const answer = await this.post(entry);
      if (answer === null) {
        for (const each of this.entries()) if (each.state === "waiting") this.tell(each);
        return void this.tryLater();
      }
      this.tries = 0;
      if (answer.refused === undefined) {
        this.drop(entry.client);
        this.tell({ ...entry, state: "sent" }, answer);
      } else {
        const refused = { ...entry, state: "refused", why: answer.refused };
        this.write(this.entries().map((each) => (each.client === entry.client ? refused : each)));
        this.tell(refused);
      }
    }
  }

  tryLater() {
    if (this.timer) return;
    const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.timer = this.later(() => {
      this.timer = null;
      this.run();
    }, wait);
  }
}

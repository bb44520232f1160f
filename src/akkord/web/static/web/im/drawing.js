/** Rows of a thread drawn in the page, from the server's own template. */

/** One or two letters for an avatar, as the server writes them. */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  if (!words.length) return (name[0] ?? "?").toUpperCase();
  return (words[0][0] + (words.length > 1 ? words.at(-1)[0] : "")).toUpperCase();
}

const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

export class Drawing {
  constructor(thread) {
    this.thread = thread;
    this.row = thread.querySelector("template[data-role=message]").content.firstElementChild;
    this.marks = thread.querySelector("template[data-role=marks]").content;
  }

  /** A row for {author, name, html | text, at, client, seq?}; `mine` says whose. */
  message(said, mine) {
    const row = this.row.cloneNode(true);
    row.classList.toggle("mine", mine);
    Object.assign(row.dataset, { author: said.author, client: said.client });
    const face = row.querySelector(".avatar");
    face.textContent = initials(said.name);
    face.classList.add(`shade-${said.author % 10}`);
    const name = row.querySelector("b a");
    name.textContent = said.name;
    name.href = `/id${said.author}`;
    const time = row.querySelector("time");
    time.dateTime = said.at;
    time.textContent = clock.format(new Date(said.at));
    const text = row.querySelector(".msg-text");
    if (said.html === undefined) {
      text.textContent = said.text;
      text.classList.add("raw");
    } else text.innerHTML = said.html; // written by the server: escaped, links made
    if (!mine) row.querySelector(".msg-mark").remove();
    this.number(row, said.seq);
    return row;
  }

  number(row, seq) {
    const more = row.querySelector(".msg-more");
    more.hidden = !seq;
    if (!seq) return;
    row.dataset.seq = seq;
    row.id = `m${seq}`;
    more.href = `${this.thread.dataset.place}/message/${seq}`;
    more.setAttribute("aria-label", more.getAttribute("aria-label").replace("{number}", seq));
  }

  mark(row, state) {
    const mark = row.querySelector(".msg-mark");
    if (!mark || mark.dataset.mark === state) return;
    mark.dataset.mark = state;
    mark.querySelector(".unseen").textContent = this.marks.querySelector(`[data-mark=${state}]`).textContent;
  }

  /** Rows from the server's HTML. */
  rows(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    return [...holder.content.querySelectorAll("li[data-seq]")];
  }
}

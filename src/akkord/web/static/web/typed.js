/** What is typed and not sent survives a choice of look or language, for which the page is loaded anew. */

const KEPT = "akkord.typed";
const WORDS = "#main textarea, #main input:is([type=text], [type=search], [type=email], [type=url], [type=number], :not([type]))";
const here = () => location.pathname + location.search;

/** Every field of the page with what tells it from the others: its form, its name, and which of that name it is. */
function fields() {
  const seen = new Map();
  return [...document.querySelectorAll(WORDS)].map((field) => {
    const name = `${field.form?.getAttribute("action") ?? ""} ${field.name || field.id}`;
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return { name: `${name} ${seen.get(name)}`, field };
  });
}

function keep() {
  const typed = fields().filter(({ field }) => field.value !== field.defaultValue);
  const words = typed.map(({ name, field }) => [name, field.value]);
  sessionStorage.setItem(KEPT, JSON.stringify({ at: here(), words }));
}

function bring() {
  const { at, words } = JSON.parse(sessionStorage.getItem(KEPT)) ?? {};
  sessionStorage.removeItem(KEPT);
  if (at !== here()) return;
  const typed = new Map(words);
  for (const { name, field } of fields()) if (typed.has(name)) fill(field, typed.get(name));
}

function fill(field, words) {
  field.value = words;
  for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
  field.dispatchEvent(new Event("input", { bubbles: true })); // whoever follows what is typed follows this
}

document.addEventListener("submit", (event) => event.target.matches(".look form") && keep());
bring();

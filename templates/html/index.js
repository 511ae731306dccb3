// The page can be read without this: it only hides rows and puts them in another order.
const form = document.querySelector("form.filter");
const tables = [...document.querySelectorAll("table.board")];
const rows = tables.flatMap(table => [...table.tBodies[0].rows]);
const shown = form.querySelector("output");
const MOST = 20; // rows of a group before somebody asks for all
const number = new Intl.NumberFormat(document.documentElement.lang);

function fits(row) {
  const asked = form.elements.find.value.trim().toLowerCase().split(/\s+/);
  const text = row.textContent.toLowerCase();
  return asked.every(word => text.includes(word))
    && [...form.querySelectorAll("select[data-key]")].every(s => !s.value || row.dataset[s.dataset.key] === s.value);
}

function choose() {
  const asked = [...form.elements].some(field => field.value && field.name !== "order");
  for (const table of tables) {
    const all = [...table.tBodies[0].rows].filter(fits), button = table.nextElementSibling;
    const folded = !asked && button && !button.dataset.open;
    for (const row of table.tBodies[0].rows) row.hidden = !all.includes(row) || (folded && all.indexOf(row) >= MOST);
    if (button) button.hidden = !folded;
    const count = all.length, group = table.closest("section");
    group.hidden = !count;
    document.querySelector(`.jump a[href="#${group.id}"] b`).textContent = number.format(count);
  }
  const left = rows.filter(fits).length;
  shown.textContent = !asked ? "" : left ? `${number.format(left)} / ${number.format(rows.length)}` : form.dataset.nothing;
}

function sort(key, down) {
  const value = row => key ? row.dataset[key] ?? "" : row.dataset.due;
  const sign = down ? -1 : 1;
  const compare = (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (!one || !other) return one === other ? 0 : one ? -1 : 1;
    return sign * one.localeCompare(other, document.documentElement.lang, {numeric: key === "due" || !key})
  };
  const byNumber = (a, b) => {
    const [one, other] = [value(a), value(b)];
    if (!one || !other) return one === other ? 0 : one ? -1 : 1;
    return sign * (Number(one) - Number(other));
  };
  for (const table of tables) {
    table.tBodies[0].append(...[...table.tBodies[0].rows].sort(key === "effect" || !key ? byNumber : compare));
    for (const head of table.tHead.querySelectorAll("th")) head.removeAttribute("aria-sort");
    const head = key && table.tHead.querySelector(`th[data-key="${key}"]`);
    if (head) head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  choose();
}

for (const table of tables) {
  const count = table.tBodies[0].rows.length;
  if (count <= 2 * MOST) continue;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "all";
  button.textContent = form.dataset.all.replace("{n}", number.format(count));
  button.addEventListener("click", () => { button.dataset.open = "yes"; choose(); });
  table.after(button);
}

for (const head of document.querySelectorAll("table.board th[data-key]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.append(...head.childNodes);
  head.append(button);
  button.addEventListener("click", () => {
    form.elements.order.value = head.dataset.key;
    sort(head.dataset.key, head.getAttribute("aria-sort") === "ascending");
  });
}
form.addEventListener("input", event => event.target === form.elements.order ? sort(event.target.value, false) : choose());
form.addEventListener("submit", event => event.preventDefault());
form.hidden = false;
choose();

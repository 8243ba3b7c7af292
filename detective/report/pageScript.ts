import { createHash } from "node:crypto";

/**
 * What the page can do beyond being read: tables sort and filter, records open where one is. It writes texts only, never
 * HTML, and the page is whole without it.
 */
export const pageScript = `"use strict";
(() => {
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const said = make("p", { className: "unseen" });
said.setAttribute("role", "status");
document.body.append(said);

const collator = new Intl.Collator("en", { numeric: true });
const groupsOf = (body) => {
  const groups = [];
  for (const row of body.rows) {
    if (row.querySelector(":scope > td.text") && groups.length) groups.at(-1).rows.push(row);
    else groups.push({ rows: [row], text: undefined });
  }
  return groups;
};

for (const table of document.querySelectorAll("table.sorts")) {
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const groups = groupsOf(body);
  if (groups.length < 2) continue;
  heads.forEach((head, column) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      const value = ({ rows: [row] }) => (row.cells[column]?.textContent ?? "").trim();
      const order = head.classList.contains("number")
        ? (a, b) => parseFloat(a.value) - parseFloat(b.value)
        : (a, b) => collator.compare(a.value, b.value);
      const keyed = groups.map((group) => ({ group, value: value(group) }));
      // What has no value comes last in both directions.
      keyed.sort((a, b) => (a.value === "") - (b.value === "") || (down ? order(b, a) : order(a, b)));
      body.append(...keyed.flatMap(({ group }) => group.rows));
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      said.textContent = "Sorted by " + button.textContent + ", " + head.getAttribute("aria-sort");
    });
  });
  if (groups.length < 6) continue;
  const number = make("output", { textContent: groups.length + " rows" });
  const field = make("input", { type: "search", placeholder: "Filter", autocomplete: "off", spellcheck: false });
  const name = document.getElementById(table.getAttribute("aria-labelledby"));
  field.setAttribute("aria-label", "Filter the rows of: " + (name.textContent));
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      group.text ??= group.rows.map((row) => row.textContent).join(" ").toLowerCase();
      const fits = words.every((word) => group.text.includes(word));
      for (const row of group.rows) row.hidden = !fits;
      if (fits) shown++;
    }
    number.textContent = words.length ? shown + " of " + groups.length + " rows" : groups.length + " rows";
  });
  name.closest(".caption").append(make("span", { className: "filter" }, number, field));
}

const dialog = make("dialog", { id: "record-dialog" });
const title = make("h2", { id: "record-dialog-title" });
const place = make("span", { className: "soft" });
const button = (text, press) => {
  const element = make("button", { type: "button", textContent: text });
  element.addEventListener("click", press);
  return element;
};
let steps = [];
let at = 0;
const back = button("Previous", () => show(at - 1));
const on = button("Next", () => show(at + 1));
const close = button("Close", () => dialog.close());
const pre = make("pre", { tabIndex: 0 });
pre.setAttribute("aria-labelledby", title.id);
pre.setAttribute("role", "region");
dialog.setAttribute("aria-labelledby", title.id);
dialog.append(make("div", { className: "dialog-head" }, title, place, back, on, close), pre);
dialog.addEventListener("click", (event) => {
  if (event.target === dialog) dialog.close();
});
document.body.append(dialog);
const show = (index) => {
  at = index;
  const record = document.getElementById(steps[at]);
  title.textContent = record.parentElement.querySelector("summary").textContent.replace(/\\s+/g, " ").trim();
  pre.textContent = record.textContent;
  pre.scrollTop = 0;
  place.textContent = steps.length > 1 ? at + 1 + " of " + steps.length : "";
  back.hidden = on.hidden = steps.length < 2;
  back.disabled = at === 0;
  on.disabled = at === steps.length - 1;
  // A button that was pressed and can't be any more would take the focus with it.
  if (document.activeElement?.disabled) close.focus();
};
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a.ev");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const first = link.getAttribute("href").slice(1);
  if (!document.getElementById(first)) return;
  event.preventDefault();
  const among = link.closest("[data-among]")?.dataset.among.split(" ").map((number) => "record-" + number) ?? [];
  steps = among.includes(first) ? among : [first];
  show(steps.indexOf(first));
  dialog.showModal();
  close.focus();
});
})();
`;

/** By which the page's own policy knows the script. */
export const pageScriptHash = `sha256-${createHash("sha256").update(pageScript).digest("base64")}`;

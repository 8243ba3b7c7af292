/** Elements that make the page, or a region of it, scroll to the side. */
export const tooWide = `[document.documentElement, ...document.querySelectorAll(".scroll")]
  .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent.trim().slice(0, 40))`;

/** Texts whose contrast is below what WCAG 2 asks for (4.5). */
export const faint = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => channels(colour).slice(0, 3).map((c) => c / 255)
    .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
  const ground = (e) => {
    const colour = getComputedStyle(e).backgroundColor;
    return channels(colour)[3] === 0 && e.parentElement ? ground(e.parentElement) : colour;
  };
  return [...document.querySelectorAll("body *")]
    .filter((e) => !e.closest("script, svg"))
    .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .filter((e) => {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
      return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5;
    })
    .map((e) => e.outerHTML.slice(0, 80));
})()`;

/** Links and labels that lead to nothing, or to two things. */
export const lost = `[...document.querySelectorAll("a, [aria-labelledby]")]
  .map((e) => e.getAttribute("aria-labelledby") ?? e.getAttribute("href").slice(1))
  .filter((id) => document.querySelectorAll("#" + id).length !== 1)`;

/** The texts of a column of the table that `id` names, row by row as shown. */
export const column = (id: string, index: number) =>
  `[...document.querySelector("table[aria-labelledby='${id}']").tBodies[0].rows]
    .filter((row) => !row.hidden && !row.querySelector("td.text"))
    .map((row) => row.cells[${index}].textContent.trim())`;

/** What axe-core finds wrong; its source must have been evaluated before. */
export const violations = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 5).map(({ html, failureSummary }) => html.slice(0, 120) + " " + failureSummary)]))`;

import { ColumnKind } from "../answer";
import { Html, html } from "./html";
import { count } from "../wording";

/** `evidence` holds links to records, `words` text that may wrap beside others. */
export type HtmlColumnKind = ColumnKind | "words" | "evidence";

export interface HtmlTable {
  /** Of the part of the caption that names the table for a screen reader; unique on the page. */
  id: string;
  /** Stands above the table and not in it, as a heading in a table is none to a screen reader. */
  caption: Html;
  columns: readonly { title: string; kind: HtmlColumnKind }[];
  rows: readonly (readonly (string | Html)[])[];
  /** How many rows there would be; where that is more than `rows`, it is said. @default as many as there are */
  all?: number;
  /** Whether the script may add sorting and a filter. @default false */
  sorts?: boolean;
  /** A last line of sums. @default none */
  foot?: readonly string[];
}

/** From so many rows on a table scrolls by itself, so that what comes after it can be reached. */
const TALL = 40;
/** So many rows are printed. */
export const PRINTED_ROWS = 300;

/**
 * A table that can be read on any width: on a narrow screen each row's cells flow like words, and free text stands
 * below its row on any.
 *
 * The roles are spelled out, as some browsers forget them when a table's parts are displayed as anything else.
 */
export function htmlTable(table: HtmlTable): Html {
  const { id, caption, columns, rows, all = rows.length, sorts = false, foot } = table;
  const beside = columns.filter(({ kind }) => kind !== "text");
  const wide = beside.length > 4 || beside.some(({ kind }) => kind === "arn");
  const row = (contents: readonly (string | Html)[]) => {
    const cells = columns.map((column, index) => ({ ...column, content: contents[index] ?? "" }));
    const below = cells.filter(({ kind, content }) => kind === "text" && content !== "");
    return html`<tr role="row" class="${below.length > 0 ? "goes-on" : "whole"}">
        ${cells.filter(({ kind }) => kind !== "text").map(cell)}
      </tr>
      ${below.map((text, index) => textRow(text, beside.length, index === below.length - 1))}`;
  };
  return html`<div class="caption">${caption}</div>
    ${cutWords(rows.length, all)}
    <div
      class="scroll${rows.length > TALL ? " tall" : ""}"
      role="region"
      aria-labelledby="${id}"
      tabindex="0"
    >
      <table role="table" class="${wide ? "wide" : "slim"}${sorts ? " sorts" : ""}" aria-labelledby="${id}">
        <thead role="rowgroup">
          <tr role="row">
            ${beside.map(({ title, kind }) => html`<th role="columnheader" scope="col" class="${kind}">${title}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${rows.map(row)}
        </tbody>
        ${
          foot
            ? html`<tfoot role="rowgroup">
                ${row(foot)}
              </tfoot>`
            : ""
        }
      </table>
    </div>`;
}

function cutWords(shown: number, all: number): Html {
  return html`${
    shown < all
      ? html`<p class="gap missing">
          Only the first ${shown} of ${count(all, "row")} are on this page: the JSON of this report has all of
          them.
        </p>`
      : ""
  }${shown > PRINTED_ROWS ? html`<p class="gap paper-only">Only the first ${PRINTED_ROWS} rows are printed.</p>` : ""}`;
}

type Cell = HtmlTable["columns"][number] & { content: string | Html };

function cell({ title, kind, content }: Cell): Html {
  return html`<td role="cell" class="${kind}" data-title="${title}">${content}</td>`;
}

function textRow({ title, content }: Cell, columns: number, last: boolean): Html {
  return html`<tr role="row" class="${last ? "whole" : "goes-on"}">
    <td role="cell" class="text" colspan="${columns}"><span class="unseen">${title}: </span>${content}</td>
  </tr> `;
}

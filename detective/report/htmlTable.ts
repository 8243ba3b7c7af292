import { ColumnKind } from "../answer";
import { Html, html } from "./html";

export interface HtmlTable {
  /** Unique on the page; names the table for a screen reader. */
  id: string;
  caption: Html;
  columns: readonly { title: string; kind: ColumnKind | "number" | "words" }[];
  rows: readonly (readonly (string | Html)[])[];
  /** A last line of sums. @default none */
  foot?: readonly string[];
}

/**
 * A table that can be read on any width: on a narrow screen each row's cells flow like words, and free text stands
 * below its row on any.
 *
 * The roles are spelled out, as some browsers forget them when a table's parts are displayed as anything else.
 */
export function htmlTable({ id, caption, columns, rows, foot }: HtmlTable): Html {
  const beside = columns.filter(({ kind }) => kind !== "text");
  const wide = beside.length > 4 || beside.some(({ kind }) => kind === "arn");
  const row = (cells: readonly (string | Html)[]) => {
    const all = columns.map((column, index) => ({ ...column, content: cells[index] ?? "" }));
    const below = all.filter(({ kind, content }) => kind === "text" && content !== "");
    return html`<tr role="row" class="${below.length > 0 ? "goes-on" : "whole"}">
        ${all.filter(({ kind }) => kind !== "text").map(cell)}
      </tr>
      ${below.map((text, index) => textRow(text, beside.length, index === below.length - 1))}`;
  };
  return html`<div class="scroll" role="region" aria-labelledby="${id}" tabindex="0">
    <table role="table" class="${wide ? "wide" : "slim"}" aria-labelledby="${id}">
      <caption>
        ${caption}
      </caption>
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

type Cell = HtmlTable["columns"][number] & { content: string | Html };

function cell({ title, kind, content }: Cell): Html {
  return html`<td role="cell" class="${kind}" data-title="${title}">${content}</td>`;
}

function textRow({ title, content }: Cell, columns: number, last: boolean): Html {
  return html`<tr role="row" class="${last ? "whole" : "goes-on"}">
    <td role="cell" class="text" colspan="${columns}"><span class="unseen">${title}: </span>${content}</td>
  </tr> `;
}

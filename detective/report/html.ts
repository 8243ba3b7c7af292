import { printable } from "../terminalText";

/** HTML that is safe to put into a page: only `html` makes it, and it escapes whatever isn't of its kind. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Part[];

/** A template of HTML: its own text stays, and every value is escaped unless it is Html itself. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(strings.map((text, index) => text + render(parts[index] ?? "")).join(""));
}

function render(part: Part): string {
  if (part instanceof Html) return part.text;
  return isList(part) ? part.map(render).join("") : escapeHtml(String(part));
}

// Array.isArray does not narrow a readonly list away.
function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}

/** For text and for quoted attributes. */
export function escapeHtml(text: string): string {
  return printable(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;")
    .replace(/'/g, "&#39;");
}

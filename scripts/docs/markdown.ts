/** A Markdown table; empty columns stay, so that pages differ only where their content does. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
}

/** Text as code, whatever is in it. */
export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** A page that a script wrote: its title, a line that says so, and its sections with an empty line between. */
export function page(title: string, from: string, sections: readonly string[]): string {
  const notice = `<!-- Written by \`npm run docs\` from ${from}: change it there. -->`;
  return `${[notice, `# ${title}`, ...sections].join("\n\n")}\n`;
}

/** Text in which nothing is taken for HTML or for emphasis; what stands between backticks stays as it is. */
export function plain(text: string): string {
  const parts = text.replace(/\s*\n\s*/g, " ").split(/(`[^`]*`)/);
  return parts
    .map((part) => (part.startsWith("`") ? part : part.replaceAll("<", "&lt;").replaceAll("*", "\\*")))
    .join("");
}

function cell(text: string): string {
  return plain(text).replaceAll("|", "\\|");
}

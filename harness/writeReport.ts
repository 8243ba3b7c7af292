import { mkdir, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { renderHtml, renderJson, renderMarkdown, type Report } from "../detective";

/** Where a report was written. */
export interface WrittenReport {
  html: string;
  markdown: string;
  json: string;
}

/** Writes a report as HTML, Markdown and JSON; a file appears whole or not at all. */
export async function writeReport(report: Report, folder: string): Promise<WrittenReport> {
  await mkdir(folder, { recursive: true });
  const stem = `exercise-${report.when.toISOString().slice(0, 19).replaceAll(":", "-")}-${(report.correlationId ?? "").slice(-6)}`;
  const write = async (extension: string, text: string) => {
    const path = resolve(join(folder, `${stem}.${extension}`));
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
    return path;
  };
  return {
    html: await write("html", renderHtml(report)),
    markdown: await write("md", renderMarkdown(report)),
    json: await write("json", renderJson(report)),
  };
}

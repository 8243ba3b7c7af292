import type { Named, PullSummary } from "../../detective/archive/pull/pullArchive";
import { printable } from "../../detective/terminalText";
import { capital, count } from "../../detective/wording";

/** What a pull came to, for people. */
export function pullLines(
  summary: PullSummary,
  { from, folder }: { from: string; folder: string },
): string[] {
  const { fetched, bytes, unchanged, metadata, changed, gone, problems, stopped } = summary;
  const lines = [
    `${from} in ${folder}: ${count(fetched, "file")} fetched (${bytesText(bytes)}), ${unchanged} unchanged.`,
  ];
  if (metadata) lines.push(`object-metadata.json tells of ${count(metadata, "object")}.`);
  if (changed.count > 0) {
    lines.push(
      `${count(changed.count, "object")} with other content than when mirrored before, which CloudTrail never does; the earlier files are kept:`,
      ...named(changed, ({ key, earlier }) => `${key}; before: ${earlier}`),
    );
  }
  if (gone.count > 0) {
    lines.push(
      `${count(gone.count, "file")} of the mirror no longer in S3 (deleted, or past the bucket's lifecycle), and kept here:`,
      ...named(gone, (key) => key),
    );
  }
  if (problems.length > 0) {
    lines.push(
      `INCOMPLETE: ${count(problems.length, "object")} not mirrored:`,
      ...named(
        { count: problems.length, first: problems.named },
        ({ file, reason }) => `${file}: ${reason}.`,
      ),
    );
  }
  if (stopped === "interrupted")
    lines.push(
      "INCOMPLETE: interrupted. What was fetched is whole and stays; the same command goes on from there.",
    );
  else if (stopped !== undefined) lines.push(`INCOMPLETE: ${capital(stopped)}.`);
  return lines.map(printable);
}

function named<T>({ count: all, first }: Named<T>, text: (one: T) => string): string[] {
  const lines = first.map((one) => `  ${text(one)}`);
  return all > first.length ? [...lines, `  and ${all - first.length} more`] : lines;
}

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** `84 MB`, in powers of 1000 as disks and networks count. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  for (; value >= 999.5 && unit < UNITS.length - 1; unit++) value /= 1000;
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]!}`;
}

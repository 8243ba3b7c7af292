import type { AthenaSession } from "./athenaSession";

/**
 * The Regions that were read as far as was asked: those of the table where it says them, else those that were asked for;
 * until the end only those that were seen.
 */
export function regionsRead(
  { table, options }: Pick<AthenaSession, "table" | "options">,
  isEnded: boolean,
  seen: Iterable<string>,
): string[] {
  const { values } = table.region ?? {};
  const { regions } = options;
  if (!isEnded) return [...seen].sort();
  if (!values) return [...(regions ?? seen)].sort();
  return values.filter((value) => regions?.includes(value) ?? true).sort();
}

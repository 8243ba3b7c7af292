import { ColumnKind } from "./answer";

/** What is cut first comes first; a kind is not cut below its floor while a later one could still give. */
const CUT_ORDER: readonly { kind: ColumnKind; floor: number }[] = [
  { kind: "text", floor: 24 },
  { kind: "arn", floor: 24 },
  { kind: "who", floor: 12 },
  { kind: "name", floor: 16 },
  { kind: "time", floor: 20 },
  // Half a number is another number.
  { kind: "number", floor: 12 },
];
/** When even the floors are too wide together, in the same order. */
const NARROWEST = 6;

/** The columns' widths in a given room: taken, kind by kind, from the widest, so that who needs little keeps it. */
export function columnWidths(
  wanted: readonly { kind: ColumnKind; width: number }[],
  available: number,
): number[] {
  const widths = wanted.map(({ width }) => width);
  let excess = sum(widths) - available;
  const shrink = (kind: ColumnKind, floor: number) => {
    const ofKind = wanted.flatMap((column, index) => (column.kind === kind ? index : []));
    while (excess > 0) {
      const widest = ofKind.reduce(
        (best, index) => (widths[index]! > (widths[best] ?? 0) ? index : best),
        -1,
      );
      if (widest < 0 || widths[widest]! <= floor) return;
      widths[widest]!--;
      excess--;
    }
  };
  for (const { kind, floor } of CUT_ORDER) shrink(kind, floor);
  for (const { kind } of CUT_ORDER) shrink(kind, NARROWEST);
  return widths;
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

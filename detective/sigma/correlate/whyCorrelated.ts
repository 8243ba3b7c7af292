import { count, digits } from "../../wording";
import { CorrelationCondition, SigmaCorrelation } from "../rule";
import { Held } from "./sighting";

/** So many values or rules are named. */
const NAMED = 5;

const WORDS: Readonly<Record<CorrelationCondition["comparison"], string>> = {
  gt: "more than",
  gte: "at least",
  lt: "fewer than",
  lte: "at most",
  eq: "exactly",
  neq: "other than",
};

/** What was counted, what was asked for, and in which group, in one line. */
export function whyCorrelated(
  { type, of, timespanMs, conditions, countedFields, groupBy }: SigmaCorrelation,
  found: { value: number; held: readonly Held[]; group: readonly string[] },
): string {
  const { value, held, group } = found;
  const asked = conditions
    .map(({ comparison, than }) => `${WORDS[comparison]} ${digits(than)}`)
    .join(" and ");
  const within = `within ${timespanText(timespanMs)} (asked: ${asked})`;
  const rules = () => listed([...new Set(held.map(({ position }) => of[position]!.title))]);
  const counted = {
    event_count: () => `${count(value, "event")} ${within}`,
    value_count: () =>
      `${count(value, "value")} of ${countedFields.join(" with ")} ${within}: ` +
      listed([...new Set(held.flatMap(({ values }) => values))]),
    temporal: () => `${value} of ${count(of.length, "rule")} ${within}: ${rules()}`,
    temporal_ordered: () => `${value} of ${count(of.length, "rule")} in this order ${within}: ${rules()}`,
  }[type]();
  const same = groupBy.map((name, index) => `${name} is "${group[index]}"`);
  return same.length === 0 ? counted : `${counted}; ${same.join(", ")}`;
}

function listed(texts: readonly string[]): string {
  const named = texts.slice(0, NAMED).map((text) => `"${text.length > 80 ? `${text.slice(0, 79)}…` : text}"`);
  return named.join(", ") + (texts.length > NAMED ? ` and ${texts.length - NAMED} more` : "");
}

/** As a rule writes it: `90s`, `5m`, `2h`, `1d`. */
function timespanText(ms: number): string {
  const [unit, size] = (
    [
      ["d", 86_400_000],
      ["h", 3_600_000],
      ["m", 60_000],
    ] as const
  ).find(([, each]) => ms % each === 0) ?? ["s", 1_000];
  return `${ms / size}${unit}`;
}

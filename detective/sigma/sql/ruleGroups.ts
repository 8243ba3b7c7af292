import { SigmaRule } from "../rule";
import { compareText } from "../../compareText";
import { pinnedTo } from "./pinnedTo";

/** A field that tells most rules at once that they don't match. */
export type GuardField = "eventName" | "eventSource";

/** Rules that are asked together, of some of the records. */
export interface RuleGroup {
  /** Folded texts of which a record must have one; absent where the rules are asked of every record. */
  readonly guard?: { readonly field: GuardField; readonly texts: readonly string[] };
  readonly rules: readonly GroupedRule[];
}

export interface GroupedRule {
  readonly rule: SigmaRule;
  /** Its place among all rules. */
  readonly number: number;
}

/** Rules of one service read much the same fields; more of them make the reading of each record longer. */
const MOST_RULES = 24;

/** Puts rules together that are asked of the same records. */
export function ruleGroups(rules: readonly SigmaRule[]): RuleGroup[] {
  const everywhere: GroupedRule[] = [];
  const guarded: Record<GuardField, Guarded[]> = { eventName: [], eventSource: [] };
  for (const [number, rule] of rules.entries()) {
    const names = pinnedTo(rule.expression, "eventName");
    const sources = pinnedTo(rule.expression, "eventSource");
    const order = [...(sources ?? [])].sort().join(" ") + [...(names ?? [])].sort().join(" ");
    if (names) guarded.eventName.push({ rule, number, texts: names, order });
    else if (sources) guarded.eventSource.push({ rule, number, texts: sources, order });
    else everywhere.push({ rule, number });
  }
  return [
    ...chunks(everywhere).map((group) => ({ rules: group })),
    ...(["eventName", "eventSource"] as const).flatMap((field) =>
      chunks(guarded[field].sort((a, b) => compareText(a.order, b.order))).map((group) => ({
        guard: { field, texts: [...new Set(group.flatMap(({ texts }) => [...texts]))].sort() },
        rules: group.map(({ rule, number }) => ({ rule, number })),
      })),
    ),
  ];
}

interface Guarded extends GroupedRule {
  readonly texts: ReadonlySet<string>;
  /** Brings rules of a service, and of an event, together. */
  readonly order: string;
}

function chunks<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / MOST_RULES) }, (_, index) =>
    items.slice(index * MOST_RULES, (index + 1) * MOST_RULES),
  );
}

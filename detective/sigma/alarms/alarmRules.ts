import { createHash } from "node:crypto";
import { basename } from "node:path";
import { Level, levelRank } from "../../finding";
import { EventPatternOptions, compileEventPattern } from "../eventbridge/compileEventPattern";
import { NotExpressible } from "../notExpressible";
import { RuleHead, RuleSet, SigmaRule } from "../rule";

/** A rule as plain text, ready to be given to whatever makes EventBridge rules. */
export interface AlarmRule {
  /** Of letters, digits and hyphens, and no other's. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly level: Level;
  /** JSON. */
  readonly eventPattern: string;
  /** Whether the rule has to hear calls that only read. */
  readonly readOnlyEvents: boolean;
}

/** What a rule set comes to as alarms. */
export interface AlarmRules {
  readonly rules: readonly AlarmRule[];
  /** Those that no event pattern can stand for, with the reason. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[];
}

/** How rules become alarms. */
export interface AlarmRuleOptions extends EventPatternOptions {
  /** The least level that rings. @default high */
  level?: Level;
  /** Characters that a name may have. @default 40 */
  longestName?: number;
}

/**
 * Compiles what of a rule set can ring on a single event: its rules that report and are grave enough.
 *
 * Correlations are left out, and rules that EventBridge has no words for: they need the log files.
 */
export function alarmRules(
  { rules, correlations }: RuleSet,
  { level = "high", longestName = 40, ...options }: AlarmRuleOptions = {},
): AlarmRules {
  const rings = ({ level: own, reports }: RuleHead & { reports: boolean }) =>
    reports && levelRank(own) >= levelRank(level);
  const taken = new Set<string>();
  const compiled: AlarmRule[] = [];
  const leftOut = correlations
    .filter(rings)
    .map(({ title }) => ({ title, reason: "a correlation counts many events, and a pattern sees one" }));
  for (const rule of rules.filter(rings)) {
    try {
      const { text, readOnlyEvents } = compileEventPattern(rule, options);
      compiled.push({
        name: ownName(rule, taken, longestName),
        title: rule.title,
        description: rule.description ?? rule.title,
        level: rule.level,
        eventPattern: text,
        readOnlyEvents,
      });
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      leftOut.push({ title: rule.title, reason: error.message });
    }
  }
  return { rules: compiled, leftOut };
}

/** A name after the rule's file, which people know it by; what is too long or taken is told apart by digits of its place. */
function ownName({ at, title }: SigmaRule, taken: Set<string>, longest: number): string {
  const file = basename(at.file).replace(/\.ya?ml$/i, "");
  const plain = (file.replace(/[^A-Za-z0-9]+/g, "-").replace(/^-|-$/g, "") || "rule").toLowerCase();
  let name = plain;
  for (let round = 0; name.length > longest || taken.has(name); round++) {
    const digits = createHash("sha256").update(`${plain} ${title} ${round}`).digest("hex").slice(0, 6);
    name = `${plain.slice(0, longest - 7).replace(/-$/, "")}-${digits}`;
  }
  taken.add(name);
  return name;
}

import { relative } from "node:path";
import {
  NotExpressible,
  compileEventPattern,
  compileFilterPattern,
  loadRules,
  ownRules,
  ruleKey,
  type SigmaCorrelation,
  type SigmaRule,
} from "../../detective";
import { levelRank } from "../../detective/finding";
import { code, page, plain, table } from "./markdown";

type Told = SigmaRule | SigmaCorrelation;

/** `docs/rules.md`: every rule of the catalogue that reports, by area. */
export async function rulesPage(root: string): Promise<string> {
  const { rules, correlations, problems } = await loadRules(ownRules());
  if (problems.length > 0) throw new Error(`rules/: ${problems[0]!.problem}`);
  const told: Told[] = [...rules, ...correlations].filter(({ reports }) => reports);
  const areas = new Map<string, Told[]>();
  for (const rule of told) {
    const area = relative(root, rule.at.file).split(/[\\/]/)[1] ?? "";
    areas.set(area, [...(areas.get(area) ?? []), rule]);
  }
  return page("The rule catalogue", "`rules/`", [
    `${told.length} rules and correlations in Sigma, asked by \`audit-trail detect\` where no others are named. What they mean on a record is in [sigma.md](sigma.md); \`audit-trail rules show <id>\` prints one, with its false positives and references. Beside each file lie its cases, which \`audit-trail rules test\` runs.`,
    "The last column says where else a rule can run as it is: **E** as an EventBridge pattern, **M** as a metric filter. In DuckDB all of them do.",
    ...[...areas].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([area, all]) => section(area, all)),
  ]);
}

function section(area: string, rules: readonly Told[]): string[] {
  const sorted = [...rules].sort(
    (a, b) => levelRank(b.level) - levelRank(a.level) || (a.title < b.title ? -1 : 1),
  );
  return [
    `## ${area}`,
    table(
      ["rule", "level", "ATT&CK", "id", "also"],
      sorted.map((rule) => [
        plain(rule.title),
        rule.level,
        techniques(rule),
        code(ruleKey(rule)),
        places(rule),
      ]),
    ),
  ];
}

function techniques({ tags }: Told): string {
  return tags
    .filter((tag) => /^attack\.t\d/.test(tag))
    .map((tag) => tag.slice("attack.".length).toUpperCase())
    .join(", ");
}

function places(rule: Told): string {
  if (rule.kind === "correlation") return "";
  return `${says(() => compileEventPattern(rule)) ? "E" : ""}${says(() => compileFilterPattern(rule)) ? "M" : ""}`;
}

function says(compile: () => unknown): boolean {
  try {
    compile();
    return true;
  } catch (error) {
    if (error instanceof NotExpressible) return false;
    throw error;
  }
}

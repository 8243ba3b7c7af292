import {
  scorePlan,
  trailChecks,
  type Check,
  type Fix,
  type PlanItem,
  type TrailFacts,
} from "../../detective";
import { code, page, plain, table } from "./markdown";

/** `docs/checks.md`: the checks of a trail, and what the mission score's points are for. */
export function checksPage(): string {
  const open = scorePlan.filter(({ needs }) => needs !== undefined);
  return page("Checks and the mission score", "`detective/posture/`", [
    "Each check reads the account through AWS's APIs, never a deployment's state, and answers with its evidence: `pass`, `fail`, or `unknown` when what it needs could not be read. Only a pass earns points.",
    table(
      ["check", "pillar", "points", "passes when"],
      trailChecks.map(({ id, title, pillar, weight }) => [
        `[${code(id)}](#${id})`,
        pillar,
        String(weight),
        title,
      ]),
    ),
    ...trailChecks.flatMap(section),
    "## The other points",
    `The score is out of ${sum(scorePlan)}: ${sum(scorePlan) - sum(open)} for the checks above, the rest for what has no check yet. Each pillar is worth the same.`,
    table(
      ["for", "pillar", "points", "what would earn them"],
      open.map(({ title, pillar, points, needs = "" }) => [title, pillar, String(points), needs]),
    ),
  ]);
}

function section(check: Check): string[] {
  const { id, title, pillar, weight, why, reads } = check;
  return [
    `## ${id}`,
    `**${title}.** ${plain(why)}`,
    [
      `- Pillar: ${pillar}, ${weight} points`,
      `- Reads: ${reads.map(code).join(", ")}`,
      ...fixesOf(check).map(({ say }) => `- To mend it: ${plain(say)}`),
    ].join("\n"),
    ...fixesOf(check).flatMap(({ command }) => (command ? [`\`\`\`sh\n${command}\n\`\`\``] : [])),
  ];
}

/** What a check says when it fails for one reason or another, with `<…>` for the names. */
function fixesOf(check: Check): Fix[] {
  const trail = { arn: "<trail>", name: "<trail>", partition: "", region: "", account: "" };
  const fixes = [facts({}), facts({ trail: { state: "value", value: trail } })].flatMap(
    (known) => check.evaluate(known).fix ?? [],
  );
  return fixes.filter(({ say }, index) => fixes.findIndex((other) => other.say === say) === index);
}

function facts(known: Partial<TrailFacts>): TrailFacts {
  const unreadable = { state: "unreadable", error: "" } as const;
  return {
    trailName: "<trail>",
    trail: unreadable,
    status: unreadable,
    selectors: unreadable,
    bucketName: unreadable,
    encryption: unreadable,
    publicAccessBlock: unreadable,
    bucketPolicy: unreadable,
    versioning: unreadable,
    ownership: unreadable,
    key: unreadable,
    aliases: unreadable,
    keyPolicy: unreadable,
    rotation: unreadable,
    ...known,
  };
}

function sum(items: readonly PlanItem[]): number {
  return items.reduce((total, { points }) => total + points, 0);
}

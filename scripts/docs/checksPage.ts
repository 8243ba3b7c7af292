import {
  checkCatalogue,
  scorePlan,
  trailChecks,
  type AccountFacts,
  type Check,
  type Fix,
  type PlanItem,
  type Reference,
  type TrailFacts,
} from "../../detective";
import { code, page, plain, table } from "./markdown";
import { unreadAccount, unreadTrail } from "./unreadFacts";

/** `docs/checks.md`: every check with what mends it, and what the mission score's points are for. */
export function checksPage(): string {
  const open = scorePlan.filter(({ needs }) => needs !== undefined);
  const { trail, account } = checkCatalogue;
  return page("Checks and the mission score", "`detective/posture/`", [
    "Each check reads the account through AWS's APIs, never a deployment's state, and works on trails that anybody made. It answers with its evidence: `pass`, `fail`, or `unknown` when what it needs could not be read (no permission, throttled). Only a pass earns points; a check of 0 points earns none and is still worth a look.",
    `There are ${trail.length + account.length} checks. The first ${trailChecks.length} are those of the lab, and of \`npm start\`. A check of a trail is judged once for each trail, unless one is asked for by name; where there is nothing to judge (the retention of a log group, where there is none), it is left out. The mission score takes the checks of one trail, the one that earns most, and never a mix of several.`,
    "The Pulumi snippets begin with these imports; `<…>` stands for what only you know.",
    '```ts\nimport * as aws from "@pulumi/aws";\nimport { AuditTrail } from "audit-trail";\n```',
    "## Of each trail",
    contents(trail),
    "## Of the account",
    contents(account),
    "## The score",
    `It is out of ${sum(scorePlan)}, each pillar worth the same: ${sum(scorePlan) - sum(open)} for the checks, the rest for what no API can tell; a run of the exercise earns what it shows:`,
    table(
      ["for", "pillar", "points", "what would earn them"],
      open.map(({ title, pillar, points, needs = "" }) => [title, pillar, String(points), needs]),
    ),
    ...trail.flatMap((check) => section(check, trailFixes(check))),
    ...account.flatMap((check) => section(check, accountFixes(check))),
  ]);
}

function contents(checks: readonly (Check | Check<AccountFacts>)[]): string {
  return table(
    ["check", "pillar", "points", "passes when"],
    checks.map(({ id, title, pillar, weight }) => [`[${code(id)}](#${id})`, pillar, String(weight), title]),
  );
}

function section(check: Check | Check<AccountFacts>, mend: readonly Fix[]): string[] {
  const { id, title, pillar, weight, why, reads, references } = check;
  return [
    `## ${id}`,
    `**${plain(title)}.** ${plain(why)}`,
    [
      `- Pillar: ${pillar}, ${weight} point${weight === 1 ? "" : "s"}`,
      `- Reads: ${reads.map(code).join(", ")}`,
      `- See: ${references.map(link).join("; ")}`,
    ].join("\n"),
    ...mend.flatMap(({ say, command, pulumi }) => [
      `To mend it: ${plain(say)}`,
      ...(command ? [`\`\`\`sh\n${command}\n\`\`\``] : []),
      ...(pulumi ? [`\`\`\`ts\n${pulumi}\n\`\`\``] : []),
    ]),
  ];
}

function link({ name, url }: Reference): string {
  return url === undefined ? plain(name) : `[${plain(name)}](${url})`;
}

/** What a check says when it fails for one reason or another, with `<…>` for the names. */
export function trailFixes(check: Check): Fix[] {
  const trail = {
    arn: "<trail>",
    name: "<trail>",
    partition: "aws",
    region: "<region>",
    account: "<account>",
  };
  const known: TrailFacts = { ...unreadTrail(), trail: { state: "value", value: trail } };
  return fixes([unreadTrail(), known].map((facts) => check.evaluate(facts).fix));
}

export function accountFixes(check: Check<AccountFacts>): Fix[] {
  return fixes([check.evaluate(unreadAccount()).fix]);
}

function fixes(found: readonly (Fix | undefined)[]): Fix[] {
  const all = found.filter((fix) => fix !== undefined);
  return all.filter(({ say }, index) => all.findIndex((other) => other.say === say) === index);
}

function sum(items: readonly PlanItem[]): number {
  return items.reduce((total, { points }) => total + points, 0);
}

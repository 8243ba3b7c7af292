import type { Column, Row } from "../answer";
import { groupBy } from "../groupBy";
import { table, type TableOptions } from "../table";
import { hanging, paint } from "../terminalLines";
import { count } from "../wording";
import type { ChainSummary, IntegritySummary, PlaceSummary, Verdict } from "./evidence";
import type { IntegrityFinding, IntegrityUnknown } from "./integrityFinding";

const COLUMNS: readonly Column[] = [
  { key: "trail", title: "Trail" },
  { key: "account", title: "Account" },
  { key: "region", title: "Region" },
  { key: "digests", title: "Digests", kind: "number" },
  { key: "logs", title: "Log files", kind: "number" },
  { key: "from", title: "Proven from", kind: "time" },
  { key: "to", title: "To", kind: "time" },
  { key: "verdict", title: "Verdict" },
];

/** What was found and what could not be told, as far as a person reads. */
export interface ToldFindings {
  findings: readonly IntegrityFinding[];
  unknowns: readonly IntegrityUnknown[];
}

/** The verdict for each trail and Region as a table, below it each finding with what to do. */
export function integrityText(
  summary: IntegritySummary,
  { findings, unknowns }: ToldFindings,
  options: TableOptions = {},
): string {
  const { width = 100 } = options;
  const lines: string[] = [];
  if (summary.chains.length > 0) lines.push(table(COLUMNS, summary.chains.map(chainRow), options), "");
  for (const { says, todo } of findings) {
    lines.push(...hanging("FOUND    ", says, width).map((line) => paint(line, "red", options)));
    lines.push(...hanging("         To do: ", todo, width), "");
  }
  const moreFindings = summary.findings - findings.length;
  if (moreFindings > 0) lines.push(`and ${count(moreFindings, "finding")} more: -o jsonl shows all`, "");
  for (const [first, ...others] of groupBy(unknowns, sameReason).values()) {
    const says = others.length === 0 ? first.says : many(first, others.length);
    lines.push(...hanging("UNKNOWN  ", says, width).map((line) => paint(line, "yellow", options)), "");
  }
  const moreUnknowns = summary.unknowns - unknowns.length;
  if (moreUnknowns > 0) lines.push(`and ${count(moreUnknowns, "unknown")} more: -o jsonl shows all`, "");
  for (const place of summary.places)
    lines.push(...uncovered(place).flatMap((text) => [...hanging("", text, width), ""]));
  lines.push(
    ...hanging("", conclusion(summary), width).map((line) => paint(line, STYLE[summary.verdict], options)),
  );
  return lines.join("\n");
}

function sameReason({ kind, region, account, trail, why, says }: IntegrityUnknown): string {
  return why === undefined ? says : [kind, region, account, trail, why].join("\n");
}

function many({ key = "", trail = "", region = "", why = "" }: IntegrityUnknown, others: number): string {
  return `${key} and ${count(others, "other")} of the trail ${trail} in ${region} are not proven: ${why}.`;
}

const STYLE = { valid: "green", invalid: "red", unknown: "yellow" } as const;

function chainRow(chain: ChainSummary): Row {
  const { trail, account, region, from = "", to = "" } = chain;
  const logs = sum(chain.logs);
  return {
    trail,
    account,
    region,
    digests: part(chain.digests.valid, sum(chain.digests)),
    logs: part(chain.logs.valid, logs),
    from,
    to,
    verdict: verdictOf(chain),
  };
}

/** `invalid` where anything was found in it, else `unknown` where anything could not be told. */
export function verdictOf({ findings, unknowns, logs }: ChainSummary): Verdict {
  if (findings > 0) return "invalid";
  return unknowns > 0 || logs.unknown > 0 ? "unknown" : "valid";
}

function part(valid: number, all: number): string {
  return valid === all ? String(all) : `${valid} of ${all}`;
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((a, b) => a + b, 0);
}

function uncovered({ account, region, notYetCovered, notCovered }: PlaceSummary): string[] {
  const where = `of account ${account} in ${region}`;
  return [
    ...(notYetCovered > 0
      ? [`${count(notYetCovered, "log file")} ${where} came after the newest digest: the next one will tell.`]
      : []),
    ...(notCovered > 0
      ? [`No valid digest covers the time of ${count(notCovered, "log file")} ${where}.`]
      : []),
  ];
}

function conclusion({ verdict, chains, findings, unknowns }: IntegritySummary): string {
  const valid = chains.reduce((all, { logs }) => all + logs.valid, 0);
  const digests = chains.reduce((all, each) => all + each.digests.valid, 0);
  const proven = `${count(valid, "log file")} as CloudTrail delivered them, by ${count(digests, "digest")}`;
  const rest = chains.length > 0 ? ` Proven are ${proven}.` : "";
  const open = unknowns > 0 ? ` ${count(unknowns, "thing")} could not be told.` : "";
  if (verdict === "invalid") return `INVALID: ${count(findings, "finding")}.${open}${rest}`;
  if (verdict === "unknown") return `UNKNOWN:${open}${rest}`;
  return `VALID: proven are ${proven}.`;
}

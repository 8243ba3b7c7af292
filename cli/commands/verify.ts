import { checkCatalogue, checksTable, trailChecks, type JudgedCheck } from "../../detective";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { judgeAccount, type Judged } from "../judgeAccount";
import { listOption, option } from "../options/option";
import { outputOptions, type OutputOptions } from "../options/outputOptions";
import { postureOptions, type PostureOptions } from "../options/postureOptions";
import { postureReport } from "../output/postureReport";
import { writeDocument } from "../output/writeDocument";
import { UsageError } from "../usageError";

interface VerifyOptions extends PostureOptions, OutputOptions {
  check?: string[];
  lab?: boolean;
  failed?: boolean;
}

export const verify: Command = {
  about:
    "Checks trails, their buckets, keys, delivery and alarms, and the account around them, by reading what AWS has and " +
    "how it works, never by changing anything. Each verdict has its evidence, each failure what mends it. What could " +
    "not be read is unknown, and never a pass. Exit code 1 when a check fails, 3 when one is unknown.",
  options: [
    ...[
      listOption("--check <id>", "only these, several times or with commas; docs/checks.md lists them"),
      option("--lab", "only the seven checks of the lab that this project began with").conflicts("check"),
      option("--failed", "show only what did not pass"),
    ].map((each) => each.helpGroup("What is checked:")),
    ...postureOptions(),
    ...outputOptions().filter(({ long }) => long !== "--utc" && long !== "--show-secrets"),
  ],
  examples: [
    {
      line: "audit-trail verify --trail security-audit-trail",
      does: "every check of one trail, and of the account",
    },
    {
      line: "audit-trail verify --all-regions --failed --output json",
      does: "what does not pass anywhere, with the commands that mend it",
    },
  ],
  async run(call) {
    const options = call.options as unknown as VerifyOptions;
    const wanted = options.lab
      ? new Set(trailChecks.map(({ id }) => id))
      : options.check && new Set(options.check.map(checkId));
    const judged = await judgeAccount(call);
    const checks = judged.checks.filter(({ id }) => wanted?.has(id) ?? true);
    await writeDocument(call.io, options, verifyDocument({ ...judged, checks }, options, call.io.now()));
    if (checks.some(({ status }) => status === "unknown")) return exitCode.incomplete;
    return checks.some(({ status }) => status === "fail") ? exitCode.found : exitCode.fine;
  },
};

/** @throws UsageError on an id that no check has */
function checkId(id: string): string {
  const ids = [...checkCatalogue.trail, ...checkCatalogue.account].map((check) => check.id);
  if (ids.includes(id)) return id;
  throw new UsageError(
    `--check ${JSON.stringify(id)}: there is no such check; the checks are ${ids.join(", ")}`,
  );
}

function verifyDocument({ checks, regions }: Judged, { failed }: VerifyOptions, now: number) {
  const shown = failed ? checks.filter(({ status }) => status !== "pass") : checks;
  return {
    text: (look: { width: number; colour: boolean }) =>
      [checksTable(shown, look), "", countsOf(checks)].join("\n"),
    json: () => ({ regions, checks: shown }),
    lines: () => shown,
    sheets: () => [
      {
        columns: [],
        rows: shown.map(({ id, subject = "", status, title, evidence, fix }) => ({
          check: id,
          subject,
          status,
          title,
          evidence: evidence.join("\n"),
          fix: fix?.command ?? fix?.say ?? "",
        })),
        evidence: shown.map(() => []),
      },
    ],
    report: () => postureReport({ checks: shown, regions, now }),
  };
}

function countsOf(checks: readonly JudgedCheck[]): string {
  const count = (of: string) => checks.filter(({ status }) => status === of).length;
  const [failed, unknown] = [count("fail"), count("unknown")];
  return [
    `${count("pass")}/${checks.length} checks passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unknown > 0 ? [`${unknown} could not be told`] : []),
  ].join(", ");
}

import { missionScore } from "../../detective";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { judgeAccount } from "../judgeAccount";
import { outputOptions, type OutputOptions } from "../options/outputOptions";
import { postureOptions } from "../options/postureOptions";
import { postureReport } from "../output/postureReport";
import { writeDocument } from "../output/writeDocument";
import { scoreLines } from "../scoreText";

const COLUMNS = (["pillar", "id", "title", "points", "earned", "status", "needs"] as const).map((key) => ({
  key,
  title: key,
}));

export const score: Command = {
  about:
    "Adds up what the checks earn, out of 100, pillar by pillar, and says what would earn the rest. Points are earned " +
    "by one trail, the best. Exit code 3 when a check could not tell, since it may yet be earned.",
  options: [
    ...postureOptions(),
    ...outputOptions().filter(({ long }) => long !== "--utc" && long !== "--show-secrets"),
  ],
  examples: [
    { line: "audit-trail score", does: "the score of the account, and what is missing" },
    {
      line: "audit-trail score --all-regions --output html > score.html",
      does: "the same as a page with every check",
    },
  ],
  async run(call) {
    const options = call.options as unknown as OutputOptions;
    const { checks, regions } = await judgeAccount(call);
    const total = missionScore(checks);
    await writeDocument(call.io, options, {
      text: ({ width }) => scoreLines(total, width),
      json: () => ({ regions, ...total }),
      lines: () => total.lines,
      sheets: () => [
        {
          columns: COLUMNS,
          rows: total.lines.map((line) =>
            Object.fromEntries(COLUMNS.map(({ key }) => [key, String(line[key] ?? "")])),
          ),
          evidence: total.lines.map(() => []),
        },
      ],
      report: () => postureReport({ checks, regions, score: total, now: call.io.now() }),
    });
    return checks.some(({ status }) => status === "unknown") ? exitCode.incomplete : exitCode.fine;
  },
};

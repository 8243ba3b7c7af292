import { diagnose, diagnosesText } from "../../detective";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { option } from "../options/option";
import { outputOptions, type OutputOptions } from "../options/outputOptions";
import { accountOptions, type AccountOptions } from "../options/trailOptions";
import { postureReport } from "../output/postureReport";
import { writeDocument } from "../output/writeDocument";
import { Progress } from "../progress";
import { openAccount } from "../trail/account";
import { postureClients } from "../trail/postureClients";
import { askedRegions } from "../trail/trailRegions";
import { readAge } from "../options/readTime";
import { UsageError } from "../usageError";

interface DoctorOptions extends AccountOptions, OutputOptions {
  trail?: string;
  try?: boolean;
  patience: string;
}

export const doctor: Command = {
  about:
    "Says who you are to AWS, why a trail does not log, and why no events show, each with the command that mends it. " +
    "Exit code 1 when there is a problem, 3 when something could not be told.",
  options: [
    ...[
      option("--trail <name>", "only this trail, by name or ARN (default: every trail)"),
      option("--try", "make a harmless call and wait until the event history shows it"),
      option("--patience <time>", "how long --try waits").default("15m"),
    ].map((each) => each.helpGroup("What is looked at:")),
    ...accountOptions(),
    ...outputOptions().filter(({ long }) => long !== "--utc" && long !== "--show-secrets"),
  ],
  examples: [
    {
      line: "audit-trail doctor --trail security-audit-trail",
      does: "why that trail does not log, and what mends it",
    },
    {
      line: "audit-trail doctor --try",
      does: "whether a call shows in the event history, and after how long",
    },
  ],
  async run(call) {
    const { io } = call;
    const options = call.options as unknown as DoctorOptions;
    const patienceMs = readAge(options.patience);
    if (patienceMs === undefined) {
      throw new UsageError(`--patience ${JSON.stringify(options.patience)} is no time; use 90s, 15m or 1h`);
    }
    const account = await openAccount(options, io.env);
    const { regions } = await askedRegions(options, account);
    const progress = new Progress(io, "looking", options);
    const diagnoses = await diagnose(await postureClients(account), {
      regions,
      now: new Date(io.now()),
      ...(options.trail !== undefined && { trailName: options.trail }),
      ...(options.try && { tryCall: { patienceMs, progress: (text: string) => progress.say(text) } }),
    });
    progress.end("done", `${diagnoses.length} things`);
    await writeDocument(io, options, {
      text: (look) => diagnosesText(diagnoses, look),
      json: () => ({ regions, diagnoses }),
      lines: () => diagnoses,
      sheets: () => [
        {
          columns: [],
          rows: diagnoses.map(({ question, id, status, title, says, evidence, command = "" }) => ({
            question,
            id,
            status,
            title,
            says,
            evidence: evidence.join("\n"),
            command,
          })),
          evidence: diagnoses.map(() => []),
        },
      ],
      report: () => ({
        ...postureReport({ checks: [], regions, now: io.now() }),
        title: "What is wrong with the trail",
        notes: diagnoses.map(({ status, title, says, command }) =>
          [`${status.toUpperCase()}: ${title}: ${says}`, ...(command ? [command] : [])].join(" "),
        ),
      }),
    });
    if (diagnoses.some(({ status }) => status === "unknown")) return exitCode.incomplete;
    return diagnoses.some(({ status }) => status === "problem") ? exitCode.found : exitCode.fine;
  },
};

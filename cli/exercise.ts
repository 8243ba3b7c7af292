import { parseArgs } from "node:util";
import { answerTable, checksTable, type Report } from "../detective";
import { exercise, openAccount, openSandbox, StageLog, writeReport, type KeptStack } from "../harness";
import program from "../index";
import { interruption } from "./interruption";
import { scoreText } from "./scoreText";
import { StageFile } from "./stageFile";
import { Terminal } from "./terminal";

export const exerciseHelp = `audit-trail exercise [--keep] [--account] [--report FOLDER] [--stages FILE]

Brings up the whole stack, does things worth noticing, waits until the trail shows them, asks who did what, checks
the trail and takes everything down again.

  --keep           keep the stack up until Ctrl-C, and say how to talk to it
  --account        in the AWS account of your credentials instead of the sandbox (this costs money)
  --report FOLDER  where the report goes (default: reports)
  --stages FILE    write where each second went, as JSON

In the sandbox, AWS_ENDPOINT_URL names an emulator that already runs; without it one is started.`;

/** Runs the exercise; 0 when all is well, 1 when a check did not pass. */
export async function exerciseCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      keep: { type: "boolean", default: false },
      account: { type: "boolean", default: false },
      report: { type: "string", default: "reports" },
      stages: { type: "string" },
    },
  });
  const terminal = new Terminal();
  const times = new StageFile(terminal);
  const log = new StageLog(times);
  const { signal, release } = interruption(terminal);
  try {
    const target = await (values.account ? openAccount(log) : openSandbox(log));
    let report: Report;
    try {
      report = await exercise(target, log, {
        program,
        signal,
        ...(values.keep && { beforeDestroy: (stack) => keepUntilInterrupted(stack, signal) }),
      });
    } catch (error) {
      const lines = target.recentLog();
      if (lines && !signal.aborted) terminal.note(`the emulator's last lines:\n${lines}`);
      throw error;
    } finally {
      await target.close();
    }
    return await show(report, values.report);
  } finally {
    if (values.stages !== undefined) times.write(values.stages);
    release();
  }
}

async function show(report: Report, folder: string): Promise<number> {
  const look = {
    width: process.stdout.columns || 100,
    colour: process.stdout.isTTY && process.env.TERM !== "dumb" && !process.env.NO_COLOR,
  };
  const tables = report.answers.map((answer) => answerTable(answer, look));
  const { html, markdown } = await writeReport(report, folder);
  const passed = report.verdicts.filter(({ status }) => status === "pass").length;
  process.stdout.write(
    [
      "",
      ...tables.flatMap((table) => [table, ""]),
      checksTable(report.verdicts, look),
      "",
      `${passed}/${report.verdicts.length} checks passed`,
      scoreText(report.score),
      "",
      `Report: ${html}`,
      `        ${markdown}`,
      "",
    ].join("\n"),
  );
  return passed === report.verdicts.length ? 0 : 1;
}

/** Until Ctrl-C; then the run goes on and takes the stack down. */
async function keepUntilInterrupted({ target, outputs }: KeptStack, signal: AbortSignal): Promise<void> {
  const credentials = typeof target.credentials === "function" ? undefined : target.credentials;
  const environment = [
    ...(target.endpoint ? [`AWS_ENDPOINT_URL=${target.endpoint}`] : []),
    ...(credentials
      ? [
          `AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
          `AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
        ]
      : []),
    `AWS_REGION=${target.region}`,
  ];
  process.stdout.write(
    [
      "",
      `The stack is up at ${target.description}; Ctrl-C takes it down. Talk to it from another terminal:`,
      "",
      ...environment.map((setting) => `  export ${setting}`),
      "  aws cloudtrail lookup-events --max-results 10",
      `  aws cloudtrail get-trail-status --name ${outputs.trailName}`,
      `  aws s3 ls --recursive s3://${outputs.bucketName}`,
      "",
    ].join("\n"),
  );
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

import { answerTable, checksTable, type Answer, type Report, type TableOptions } from "../detective";
import { exercise, openAccount, openSandbox, StageLog, writeReport } from "../harness";
import program from "../index";
import { incidentText } from "./incidentText";
import { interruption } from "./interruption";
import { keepStack } from "./keepStack";
import { scoreText } from "./scoreText";
import { StageFile } from "./stageFile";
import { Terminal } from "./terminal";

/** Rows of a table on the screen: the newest are the run's own, and below them comes how the stack was made. */
const FEW_ROWS = 8;
/** A table that has no more than these is shown whole. */
const MORE_ROWS = 10;

/** What `audit-trail exercise` takes. */
export interface ExerciseCommandOptions {
  keep?: boolean;
  account?: boolean;
  report: string;
  stages?: string;
}

/** Runs the exercise; 0 when all is well, 1 when a check did not pass. */
export async function exerciseCommand(values: ExerciseCommandOptions): Promise<number> {
  const terminal = new Terminal();
  const times = new StageFile(terminal);
  const log = new StageLog(times);
  const { signal, release } = interruption(terminal);
  try {
    const open = values.account ? openAccount : openSandbox;
    const target = await open(log, process.env, signal);
    let report: Report;
    try {
      report = await exercise(target, log, {
        program,
        signal,
        ...(values.keep && { beforeDestroy: (stack) => keepStack(stack, signal) }),
      });
    } finally {
      await target.close();
    }
    return await show(report, values.report);
  } catch (error) {
    if (!signal.aborted) throw error;
    // What it broke off says little, unless it is of another cause.
    if (error !== signal.reason) terminal.note(error instanceof Error ? error.message : String(error));
    throw signal.reason;
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
  const tables = [incidentText(report, look), ...report.answers.map((answer) => shortTable(answer, look))];
  const { html, markdown, json } = await writeReport(report, folder);
  const passed = report.verdicts.filter(({ status }) => status === "pass").length;
  process.stdout.write(
    [
      "",
      ...tables.flatMap((table) => [table, ""]),
      checksTable(report.verdicts, look),
      "",
      `${passed}/${report.verdicts.length} checks passed`,
      ...(report.score ? [scoreText(report.score)] : []),
      "",
      `Report: ${html}`,
      `        ${markdown}`,
      `        ${json}`,
      "",
    ].join("\n"),
  );
  return passed === report.verdicts.length ? 0 : 1;
}

/** The newest rows of a long answer, and how many more the report has. */
function shortTable(answer: Answer, look: TableOptions): string {
  const more = answer.rows.length - FEW_ROWS;
  if (answer.rows.length <= MORE_ROWS) return answerTable(answer, look);
  const short = { ...answer, rows: answer.rows.slice(0, FEW_ROWS) };
  return `${answerTable(short, look)}\n… and ${more} more, in the report`;
}

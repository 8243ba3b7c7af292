import type { Answer, EventSet } from "../detective";
import { askTrail, isWhole, type Wanted } from "./askTrail";
import type { Call } from "./command";
import { exitCode } from "./exitCode";
import type { OutputOptions } from "./options/outputOptions";
import { answersDocument } from "./output/answersDocument";
import { writeDocument } from "./output/writeDocument";

/** A question as a command asks it. */
export interface Asked {
  wanted: Wanted;
  question: (set: EventSet) => Answer | readonly [Answer, ...Answer[]];
  /** A listing shows what there is; any other question judges, and its exit code says whether something was found. */
  listing?: boolean;
  /** @default whether the first answer has items */
  found?: (answers: readonly Answer[]) => boolean;
}

/** Reads, asks, writes; returns the exit code. */
export async function answerQuestion(call: Call, asked: Asked): Promise<number> {
  const { listing = false } = asked;
  const read = await askTrail(call, asked.wanted);
  const answered = asked.question(read);
  const answers = (Array.isArray(answered) ? answered : [answered]) as [Answer, ...Answer[]];
  const options = call.options as unknown as OutputOptions;
  const { events } = read;
  const { utc = false, showSecrets = false } = options;
  const document = answersDocument({ answers, events, now: call.io.now(), utc, showSecrets });
  await writeDocument(call.io, options, document);
  if (read.interrupted) return exitCode.interrupted;
  // An answer may know of more that is missing than the reading does.
  if (!answers.every((answer) => isWhole(answer, { listing }))) return exitCode.incomplete;
  const found = asked.found ?? (([first]) => (first?.items.length ?? 0) > 0);
  return !listing && found(answers) ? exitCode.found : exitCode.fine;
}

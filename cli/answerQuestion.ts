import type { Answer, EventSet } from "../detective";
import type { FileProver } from "../detective/integrity/fileProver";
import { provedAnswer } from "../detective/integrity/provedAnswer";
import { askTrail, isWhole, type Wanted } from "./askTrail";
import type { Call } from "./command";
import { exitCode } from "./exitCode";
import { openProver } from "./integrity/openProver";
import type { OutputOptions } from "./options/outputOptions";
import type { TrailOptions } from "./options/trailOptions";
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
  const options = call.options as unknown as OutputOptions & TrailOptions;
  const prover = await openProver(call, [options.from]);
  const read = await askTrail(call, asked.wanted);
  const answered = asked.question(read);
  const plain = (Array.isArray(answered) ? answered : [answered]) as [Answer, ...Answer[]];
  const answers = prover ? await proved(plain, read, prover) : plain;
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

/** The answers with the files that their records lie in; a record without an id can't be found again. */
async function proved(
  answers: readonly [Answer, ...Answer[]],
  { events }: EventSet,
  prover: FileProver,
): Promise<[Answer, ...Answer[]]> {
  const files = new Map(events.map(({ eventID, origin }) => [eventID, origin?.file]));
  try {
    const all: Answer[] = [];
    for (const answer of answers) {
      const filesOf = (_: unknown, index: number) => answer.evidence[index]!.map((id) => files.get(id));
      all.push(await provedAnswer(answer, filesOf, prover));
    }
    return all as [Answer, ...Answer[]];
  } finally {
    await prover.close();
  }
}

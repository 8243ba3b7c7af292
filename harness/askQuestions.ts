import {
  bucketEvents,
  failedEvents,
  iamEvents,
  madeByRun,
  policyAttachments,
  recentEvents,
  type Answer,
  type EventSet,
} from "../detective";

/** A question's answer does not show what the run did. */
export class UnansweredError extends Error {
  override readonly name = "UnansweredError";
}

/**
 * Asks the labs' questions, and sees that each shows calls of this very run.
 *
 * @throws UnansweredError that names the questions which do not
 */
export function askQuestions(set: EventSet, run: { correlationId: string; bucketName: string }): Answer[] {
  const answers: Answer[] = [
    recentEvents(set),
    iamEvents(set),
    failedEvents(set),
    policyAttachments(set),
    bucketEvents(set, run.bucketName),
  ];
  const own = new Set(
    set.events.filter((event) => madeByRun(event, run.correlationId)).map(({ eventID }) => eventID),
  );
  const without = answers.filter(({ events }) => !events.some((id) => own.has(id)));
  if (without.length > 0) {
    throw new UnansweredError(
      `no call of this run (${run.correlationId}) is in the answer to: ${without.map(({ title }) => title).join("; ")}`,
    );
  }
  return answers;
}

/** What somebody may wonder about: who he is to AWS, why the trail is silent, why the history is empty. */
export type DoctorQuestion = "access" | "not-logging" | "no-events";

/** `unknown`: it could not be looked at; never to be taken for `ok`. */
export type DiagnosisStatus = "ok" | "problem" | "unknown";

/** One thing that was looked at, and what to do about it. */
export interface Diagnosis {
  /** kebab-case, stable. */
  id: string;
  question: DoctorQuestion;
  /** The trail that it speaks of; absent where it is none in particular. */
  subject?: string;
  /** What was looked at. */
  title: string;
  status: DiagnosisStatus;
  /** What was found, in one sentence. */
  says: string;
  /** What that rests on; where events are, by their eventIDs. */
  evidence: readonly string[];
  /** The AWS CLI command that mends it, with `<…>` for what only the owner knows. */
  command?: string;
}

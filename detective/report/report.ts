import { Answer } from "../answer";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Coverage } from "../source";

/** A part of the run and how long it took. */
export interface Stage {
  name: string;
  seconds: number;
}

/** All that a run found; any renderer can show it. Its texts are as recorded: a renderer escapes them. */
export interface Report {
  title: string;
  when: Date;
  account: string;
  region: string;
  /** What the run put into its user agent, so that its own calls can be told from others'. */
  correlationId: string;
  stages: readonly Stage[];
  answers: readonly Answer[];
  verdicts: readonly JudgedCheck[];
  score: Score;
  /** What was read and what was not. */
  coverage: Coverage;
  notes: readonly string[];
}

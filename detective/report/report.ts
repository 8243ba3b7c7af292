import { Answer } from "../answer";
import { CloudTrailEvent } from "../event";
import { Finding } from "../finding";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Coverage } from "../source";
import { IntegrityRow } from "./integrityRows";
import { Timeline } from "../timeline/timeline";

/** A part of the run and how long it took. */
export interface Stage {
  name: string;
  seconds: number;
}

/** All that was found; any renderer can show it. Its texts are as recorded: a renderer escapes them. */
export interface Report {
  title: string;
  when: Date;
  account?: string;
  /** The Regions that were asked. */
  regions: readonly string[];
  /** What the run put into its user agent, so that its own calls can be told from others'; absent where nothing was run. */
  correlationId?: string;
  /** Empty where nothing was run. */
  stages: readonly Stage[];
  /** Absent where nothing was looked for; empty where nothing was found. */
  findings?: readonly Finding[];
  timeline?: Timeline;
  answers: readonly Answer[];
  /** Empty where no check was run. */
  verdicts: readonly JudgedCheck[];
  /** What the checks come to; absent where none was run. */
  score?: Score;
  /** What digests prove of the log files; absent where nobody looked. */
  integrity?: readonly IntegrityRow[];
  /** The records that findings, timeline and answers rest on, redacted, by eventID. */
  records?: ReadonlyMap<string, CloudTrailEvent>;
  /** How many more records it rests on, which had no room in it. @default 0 */
  recordsLeftOut?: number;
  /** What was read and what was not. */
  coverage: Coverage;
  notes: readonly string[];
}

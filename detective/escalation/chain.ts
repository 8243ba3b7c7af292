import { CloudTrailEvent } from "../event";
import { Grant } from "./readGrant";

/** One step of a chain: rights given, or given rights used. */
export interface ChainStep {
  event: CloudTrailEvent;
  /** Absent where the step only uses what was given before. */
  grant?: Grant;
  /** What it uses of the steps before it. */
  uses: readonly Use[];
}

/** Rights that were given and then used. */
export interface Use {
  /** The step that gave them. */
  of: ChainStep;
  /** By whoever gave them: the same principal, one of its sessions, or from the same address. */
  samePerson: boolean;
  /** The same call had been denied to them before. */
  deniedBefore: boolean;
}

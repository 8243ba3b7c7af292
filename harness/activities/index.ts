import type { Activity } from "../activity";
import { bucketAccess } from "./bucketAccess";
import { deniedCall } from "./deniedCall";
import { escalation } from "./escalation";
import { failedCall } from "./failedCall";
import { labCalls } from "./labCalls";
import { stopAndStart } from "./stopAndStart";
import { twoUsers } from "./twoUsers";

/** What a run does, in this order: the denied call comes before the escalation that would allow it. */
export const activities: readonly Activity[] = [
  twoUsers,
  labCalls,
  deniedCall,
  failedCall,
  escalation,
  bucketAccess,
  stopAndStart,
];

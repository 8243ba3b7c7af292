import { CloudTrailEvent } from "../event";
import { Finding } from "../finding";
import type { FileProof } from "../integrity/fileProver";
import { Coverage } from "../source";
import { Thread } from "../thread";

/** What an entry means for the incident; an entry may have several. */
export type Mark =
  "first-contact" | "denied" | "escalation" | "persistence" | "data-access" | "tracks-covered";

/** One event of an incident, and why it belongs to it. */
export interface TimelineEntry {
  event: CloudTrailEvent;
  /** Of the session it was made in, see `TimelineSession.id`. */
  session: string;
  marks: readonly Mark[];
  /** What happened, in a few plain words: `attached AdministratorAccess to the user bob`. */
  what: string;
  /** The thread that brought it in. */
  via: Thread;
  /** What is proven of the file that its record lies in; absent where nobody asked. */
  proof?: readonly FileProof[];
}

/** Calls made with the same credentials. */
export interface TimelineSession {
  /** Stable within the timeline: the access key id, or the principal where the records have none. */
  id: string;
  /** See `principalName`. */
  who: string;
  arn?: string;
  accessKeyId?: string;
  from: readonly string[];
  userAgents: readonly string[];
  /** ISO 8601. */
  first: string;
  last: string;
  events: number;
  denied: number;
  /** The event that issued its credentials (AssumeRole, GetSessionToken, CreateAccessKey), and the session it was made in. */
  issuedBy?: { eventID?: string; eventName: string; session?: string };
}

/** A thread that was followed, and the event that led to it; the one it started from has none. */
export interface FollowedThread extends Thread {
  because?: { eventID?: string; what: string };
  /** ISO 8601: followed from then on only, as before it was nobody's business. @default from the beginning */
  since?: string;
}

/** What happened in an incident: entries oldest first, grouped by session, with the story in words. */
export interface Timeline {
  start: Thread;
  threads: readonly FollowedThread[];
  sessions: readonly TimelineSession[];
  entries: readonly TimelineEntry[];
  findings: readonly Finding[];
  /** Each a sentence, or several. */
  story: { what: string; when: string; who: string; where: string; data: string };
  coverage: Coverage;
  /** What was not followed and why, each a sentence. @default none */
  notes?: readonly string[];
}

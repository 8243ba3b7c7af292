/** What an investigation can start from, or be led to. */
export type ThreadKind = "user" | "session" | "access-key" | "arn" | "ip" | "resource" | "event";

/** One end of the trail to pull at: an IAM user's name, a role session, an access key id, an address, … */
export interface Thread {
  kind: ThreadKind;
  value: string;
}

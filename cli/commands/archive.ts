import { pull } from "../archive/pull";
import type { CommandFamily } from "../command";

export const archive: CommandFamily = {
  about: "Keeps what CloudTrail delivered where it is read: a mirror of a bucket in a folder.",
  options: [],
  parts: [{ name: "pull", summary: "Mirror a bucket's log files and digests in a folder", command: pull }],
  examples: [
    {
      line: "audit-trail archive pull s3://my-trail-bucket ./archive",
      does: "fetch what is new in the bucket, and keep all that was there",
    },
    {
      line: "audit-trail archive pull s3://my-trail-bucket ./archive --since 7d",
      does: "the last week only",
    },
  ],
};

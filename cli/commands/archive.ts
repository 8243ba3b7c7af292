import { build } from "../archive/build";
import { prune } from "../archive/prune";
import { pull } from "../archive/pull";
import { status } from "../archive/status";
import type { CommandFamily } from "../command";

export const archive: CommandFamily = {
  about:
    "Keeps what CloudTrail delivered where it is read: a mirror of a bucket in a folder, and a cache that SQL is asked of.",
  options: [],
  parts: [
    { name: "pull", summary: "Mirror a bucket's log files and digests in a folder", command: pull },
    { name: "build", summary: "Make a Parquet cache for query, or bring it up to date", command: build },
    { name: "status", summary: "What a cache covers, and what of it is stale", command: status },
    { name: "prune", summary: "Remove what a cache needs no more, or old days", command: prune },
  ],
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

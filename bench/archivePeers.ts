import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pythonWith } from "./archiveFloor";
import type { ArchiveTrail } from "./archiveTrail";
import { say } from "./runBench";
import { runTimed } from "./runTimed";

/** How long a tool took for a question that people ask it. */
export interface ArchivePeer {
  what: string;
  question: "names";
  seconds: number;
  /** How many times as fast this has to be. */
  atLeast: number;
}

/** Asks the tools that are there; what is missing is said. */
export async function archivePeers({ folder }: ArchiveTrail): Promise<ArchivePeer[]> {
  const peers: ArchivePeer[] = [];
  if (spawnSync("jq", ["--version"]).status === 0) {
    say("asking zcat | jq");
    const each = `zcat "$@" | jq -r '.Records[].eventName' | sort | uniq -c`;
    const command = `find "$0" -name '*.gz' -print0 | xargs -0 -P 2 -n 100 sh -c '${each.replaceAll("'", `'\\''`)}' sh | sort -k2 | awk '{n[$2]+=$1} END {for (k in n) print n[k], k}'`;
    const { seconds } = await runTimed("sh", ["-c", command, folder], { env: process.env });
    peers.push({ what: "zcat | jq, 2 processes", question: "names", seconds, atLeast: 7 });
  } else say("no jq here: not compared with it");
  const python = await pythonWith("bench-trailscraper", ["trailscraper==0.9.1"]);
  if (python === undefined) return peers;
  say("asking trailscraper");
  const trailscraper = join(python, "..", "trailscraper");
  // Of all records, as the question looks at all of them.
  const args = ["select", "--log-dir", folder, "--from", "2000-01-01", "--to", "2100-01-01"];
  // It prints whole records, more than a text here may be long.
  const command = ["-c", 'exec "$0" "$@" > /dev/null', trailscraper, ...args];
  const { seconds } = await runTimed("sh", command, { env: process.env });
  peers.push({ what: "trailscraper select", question: "names", seconds, atLeast: 40 });
  return peers;
}

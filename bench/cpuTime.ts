import { readFileSync } from "node:fs";

/** Linux counts a process's CPU time in hundredths of a second for its readers, whatever its own clock is. */
const ticksPerSecond = 100;

/**
 * The CPU time of this process and of all its children that have ended, in seconds; undefined where there is no /proc.
 *
 * Source: proc_pid_stat(5), fields 14 to 17.
 */
export function ownCpuSeconds(): number | undefined {
  if (process.platform !== "linux") return undefined;
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // The third field is the first after the name.
  return fields.slice(14 - 3, 17 - 3 + 1).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
}

/** What bash's `times` says of the children: user and system time, in seconds. */
export function childrenCpuSeconds(times: string): number {
  const [, children = ""] = times.trim().split("\n").slice(-2);
  const found = [...children.matchAll(/(\d+)m([\d.]+)s/g)];
  if (found.length !== 2) throw new Error(`bash's times said "${times}", not two lines of two times`);
  return found.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

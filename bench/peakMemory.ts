import { readdirSync, readFileSync } from "node:fs";

/** How often the processes are looked at, in ms; what a process does after the last look is missed. */
const intervalMs = 100;

/** The highest resident memory of each kind of process, in MB. */
export type PeakMemory = Record<string, number>;

/**
 * Watches a process and all that it starts, by Linux's own high-water mark (VmHWM in /proc/<pid>/status).
 *
 * @returns a function that ends the watch and answers with the peak of each program by its name (`node`, `pulumi`, …):
 * the highest of one process, not a sum; undefined where there is no /proc
 */
export function watchMemory(root: number): () => PeakMemory | undefined {
  if (process.platform !== "linux") return () => undefined;
  const peaks: PeakMemory = {};
  const look = () => {
    for (const pid of familyOf(root)) {
      const status = read(`/proc/${pid}/status`);
      const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
      if (kilobytes === 0) continue;
      const name = programOf(pid);
      peaks[name] = Math.max(peaks[name] ?? 0, (kilobytes * 1024) / 1e6);
    }
  };
  const timer = setInterval(look, intervalMs);
  return () => {
    clearInterval(timer);
    return peaks;
  };
}

/** A process and its descendants. */
function familyOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const stat = read(`/proc/${entry}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
  }
  const family = [root];
  for (const pid of family) family.push(...(children.get(pid) ?? []));
  return family;
}

/** The name of the file that a process runs, `python` for any of its versions. */
function programOf(pid: number): string {
  const file = read(`/proc/${pid}/cmdline`).split("\0")[0] ?? "";
  const name = file.split("/").at(-1) ?? "";
  return name.startsWith("python") ? "python" : name;
}

/** Empty when the process is gone. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

import { cpus, loadavg, platform, release, totalmem } from "node:os";

/** Where and when something was measured: numbers of two machines, or of a busy and an idle one, do not compare. */
export interface Machine {
  when: string;
  command: string;
  cpu: string;
  cores: number;
  memoryGb: number;
  system: string;
  node: string;
  /** The load average of the last minute as the measurement began; the machine's own cores are its measure. */
  load: number;
}

/** Describes this machine as it is now. */
export function describeMachine(command: string): Machine {
  return {
    when: new Date().toISOString(),
    command,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
    load: load(),
  };
}

/** The load average of the last minute, with one decimal. */
export function load(): number {
  return Math.round((loadavg()[0] ?? 0) * 10) / 10;
}

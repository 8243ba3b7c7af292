import { table, type Column, type Row } from "../detective";
import type { Machine } from "./machine";
import { judge, type JudgedMeasurement, type Measurement } from "./measurement";

/** What a benchmark found. */
export interface Results {
  machine: Machine;
  measurements: Measurement[];
  /** Everything else that is worth keeping, for `--json` alone. */
  details: Record<string, unknown>;
}

const columns: Column[] = [
  { key: "what", title: "What" },
  { key: "measured", title: "Measured" },
  { key: "peer", title: "Peer" },
  { key: "ratio", title: "Ratio" },
  { key: "target", title: "Target" },
  { key: "met", title: "Met" },
];

/** Prints a benchmark's results as a table, or as JSON; 1 when a target is missed, otherwise 0. */
export function showResults({ machine, measurements, details }: Results, json: boolean): 0 | 1 {
  const judged = measurements.map(judge);
  const text = json
    ? JSON.stringify({ machine, measurements: judged, ...details }, undefined, 2)
    : [heading(machine), "", table(columns, judged.map(row), { width: 120 })].join("\n");
  process.stdout.write(`${text}\n`);
  return judged.every(({ met }) => met !== false) ? 0 : 1;
}

function heading({ when, command, cpu, cores, memoryGb, system, node, load }: Machine): string {
  return `${command}\n${when}, ${cores} × ${cpu}, ${memoryGb} GB, ${system}, Node ${node}, load ${load} at the start`;
}

function row({ what, unit, measured, peer, ratio, target, met }: JudgedMeasurement): Row {
  const amount = (value: number) => `${value.toFixed(unit === "s" ? 2 : 0)} ${unit}`;
  const limit = target && (target.of === "ratio" ? `${target.atMost}×` : `${target.atMost} ${unit}`);
  return {
    what,
    measured: amount(measured),
    peer: peer === undefined ? "" : amount(peer),
    ratio: ratio === undefined ? "" : `${ratio.toFixed(2)}×`,
    target: limit === undefined ? "" : `≤ ${limit}`,
    met: met === undefined ? "" : met ? "yes" : "NO",
  };
}

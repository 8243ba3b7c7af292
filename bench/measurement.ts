/** One line of a benchmark. */
export interface Measurement {
  what: string;
  unit: "s" | "MB" | "requests";
  measured: number;
  /** What the same costs another way, measured in the same run. @default nothing to compare with */
  peer?: number;
  /** What may not be exceeded: of `measured`, or of the ratio to the peer. @default none, the line only informs */
  target?: { of: "measured" | "ratio"; atMost: number };
}

/** A measurement with what follows from it. */
export interface JudgedMeasurement extends Measurement {
  /** `measured` as a part of `peer`. */
  ratio?: number;
  /** Whether the target is met; left out where there is none. */
  met?: boolean;
}

/** Compares a measurement with its peer and its target. */
export function judge(measurement: Measurement): JudgedMeasurement {
  const { measured, peer, target } = measurement;
  const ratio = peer === undefined ? undefined : measured / peer;
  const judged = target?.of === "ratio" ? ratio : measured;
  // A ratio without a peer is not met: what was not measured is never reported as fine.
  return {
    ...measurement,
    ...(ratio !== undefined && { ratio }),
    ...(target && { met: judged !== undefined && judged <= target.atMost }),
  };
}

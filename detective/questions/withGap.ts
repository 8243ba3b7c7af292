import { EventSet, GapReason } from "../source";

/** The set with one thing more that an answer made of it falls short of; it isn't complete any more. */
export function withGap(set: EventSet, reason: GapReason, detail: string): EventSet {
  const { coverage } = set;
  const gaps = [...coverage.gaps, { reason, inherent: false, detail }];
  return { ...set, coverage: { ...coverage, complete: false, gaps } };
}

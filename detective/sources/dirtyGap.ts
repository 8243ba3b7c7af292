import { Gap } from "../source";
import { count } from "../wording";

/** What an answer says of events whose records hold what no record should; none where there are none. */
export function dirtyGap(events: number): Gap[] {
  if (events === 0) return [];
  const detail = `${count(events, "event")} held values that could not be read; they are kept with what could be.`;
  return [{ reason: "dirty-records", inherent: true, detail }];
}

import type { Coverage, Gap } from "../../detective";
import { bytesText, usdText } from "../../detective/athena/scanPrice";

/** What was read in one line, and each gap in one. */
export function coverageLines(coverage: Coverage): string[] {
  return [readLine(coverage), ...coverage.gaps.map(gapLine)];
}

/** For example `Read: LookupEvents in eu-central-1, us-east-1, from 2025-12-11T00:00:00Z: 42 events.` */
export function readLine({ source, regions, from, to, events, scanned, gaps }: Coverage): string {
  // That the reader wanted the newest few is no fault of the reading.
  const short = gaps.some(({ inherent, reason }) => !inherent && reason !== "cut");
  const parts = [
    `Read: ${source}`,
    ...(regions.length > 0 ? [` in ${regions.join(", ")}`] : []),
    ...(from !== undefined ? [`, from ${from}`] : []),
    ...(to !== undefined ? [`, to ${to}`] : []),
    Number.isNaN(events) ? ": records not counted" : `: ${events} event${events === 1 ? "" : "s"}`,
    `${short ? ", INCOMPLETE" : ""}${scanned ? `; ${bytesText(scanned.bytes)} scanned, about ${usdText(scanned.usd)}` : ""}.`,
  ];
  return parts.join("");
}

function gapLine({ inherent, detail }: Gap): string {
  return `${inherent ? "Not covered" : "Missing"}: ${detail}`;
}

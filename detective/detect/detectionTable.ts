import { Answer, ColumnKind, Row, answer } from "../answer";
import { addresses } from "../questions/findingTable";
import { proofWord } from "../integrity/provedAnswer";
import { Coverage } from "../source";
import { digits } from "../wording";
import { DetectionFinding } from "./detectionFinding";

export type DetectionColumn =
  "level" | "first" | "last" | "times" | "what" | "who" | "from" | "target" | "why" | "proof";

/** What rules found as a table, one row a rule and principal, the heaviest first. */
export function detectionTable(
  findings: readonly DetectionFinding[],
  coverage: Coverage,
): Answer<DetectionColumn, DetectionFinding> {
  const isProven = findings.some(({ proof }) => proof);
  return answer<DetectionColumn, DetectionFinding>(
    {
      id: "detections",
      title: "Detections",
      columns: {
        level: "Level",
        first: ["First", "time"],
        last: ["Last", "time"],
        times: ["Times", "number"],
        what: ["Rule", "text"],
        who: ["Who", "who"],
        from: ["From", "who"],
        target: ["On", "text"],
        why: ["Why", "text"],
        ...(isProven && { proof: "Proof" }),
      } as Record<DetectionColumn, string | readonly [string, ColumnKind]>,
    },
    findings,
    {
      row: (finding) => {
        const row = {
          level: finding.level,
          first: finding.first,
          last: finding.last,
          times: digits(finding.detections),
          what: finding.title,
          who: finding.who,
          from: addresses(finding.from),
          target: finding.target ?? "",
          why: finding.why,
          ...(isProven && { proof: finding.proof ? proofWord(finding.proof) : "" }),
        };
        return row as Row<DetectionColumn>;
      },
      evidence: ({ evidence }) => evidence,
    },
    { coverage },
  );
}

import { Fact } from "../posture/fact";
import { Findings } from "../posture/findings";
import { Diagnosis, DiagnosisStatus } from "./diagnosis";

/** What was looked at. */
export type Part = Pick<Diagnosis, "id" | "title">;

/** A diagnosis before it is known of which trail. */
export type Found = Omit<Diagnosis, "question" | "subject">;

const STATUS: Readonly<Record<"pass" | "fail" | "unknown", DiagnosisStatus>> = {
  pass: "ok",
  fail: "problem",
  unknown: "unknown",
};

export function fromFindings(part: Part, findings: Findings, command: string | undefined): Found {
  const { status, evidence } = findings.verdict({ say: "" });
  const [says = "nothing was found", ...rest] = evidence;
  return {
    ...part,
    status: STATUS[status],
    says: status === "pass" && rest.length > 0 ? "nothing stands in the way" : says,
    evidence: status === "pass" && rest.length > 0 ? evidence : rest,
    ...(status === "fail" && command !== undefined && { command }),
  };
}

export function unread(part: Part, fact: Exclude<Fact<unknown>, { state: "value" }>): Found {
  return fact.state === "absent"
    ? { ...part, status: "problem", says: fact.why, evidence: [] }
    : { ...part, status: "unknown", says: "it could not be looked at", evidence: [fact.error] };
}

export function why(fact: Exclude<Fact<unknown>, { state: "value" }>): string {
  return fact.state === "absent" ? fact.why : fact.error;
}

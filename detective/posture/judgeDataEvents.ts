import { Fix } from "./check";
import { dataSelection } from "./eventSelection";
import { Findings } from "./findings";
import { auditTrail } from "./fixText";
import { selectorsCommand } from "./selectorsCommand";
import { TrailFacts } from "./trailFacts";

/** A kind of data events. */
export interface DataEvents {
  /** In words: `writes to objects`. */
  what: string;
  type: "AWS::S3::Object" | "AWS::Lambda::Function";
  /** As the components name it. */
  service: "s3" | "lambda";
  access: "read" | "write";
}

/**
 * Notes whether the trail records them: all, or those that its owner chose.
 *
 * Which data is sensitive no API knows, so a choice counts; it is named in the evidence.
 */
export function judgeDataEvents(findings: Findings, facts: TrailFacts, events: DataEvents): void {
  const selectors = findings.need(facts.selectors);
  if (!selectors) return;
  const { all, except, some, narrowed } = dataSelection(selectors, events.type, events.access);
  const bucket = facts.bucketName.state === "value" ? facts.bucketName.value : "";
  // The log bucket's own events say nothing of the account's data.
  const chosen = some.filter((arn) => !bucket || !arn.split(":").at(-1)!.startsWith(`${bucket}/`));
  if (all) {
    findings.fact(
      `all ${events.what} are recorded${except.length > 0 ? `, except ${except.join(", ")}` : ""}`,
    );
  } else if (chosen.length > 0) {
    findings.fact(`${events.what} are recorded of these only, where CIS asks for all: ${chosen.join(", ")}`);
  } else if (narrowed.length > 0) {
    findings.doubt(`${events.what}: only a part is recorded: ${narrowed.join("; ")}`);
  } else {
    findings.problem(`${events.what} are not recorded`);
  }
}

export function dataEventsFix(facts: TrailFacts, { what, type, service, access }: DataEvents): Fix {
  const selector = {
    Name: `${service} ${access}`,
    FieldSelectors: [
      { Field: "eventCategory", Equals: ["Data"] },
      { Field: "resources.type", Equals: [type] },
      { Field: "readOnly", Equals: [String(access === "read")] },
    ],
  };
  return {
    say: `Record ${what}, of everything or of what is sensitive, at $0.10 per 100,000 events; the command replaces all selectors.`,
    command: selectorsCommand(facts, selector),
    pulumi: auditTrail(facts, `dataEvents: [{ service: "${service}", access: "${access}" }],`),
  };
}

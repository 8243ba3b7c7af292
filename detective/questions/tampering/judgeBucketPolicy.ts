import { techniques } from "../../techniques";
import { Statement, parsePolicy } from "../../posture/policy/document";
import { namesAction } from "../../posture/policy/evaluate";
import { Judgement } from "./judgement";

const LOGS = techniques("T1562.008");
const OPENED = techniques("T1562.008", "T1530");
const CLOUDTRAIL = "cloudtrail.amazonaws.com";
/** What anyone could do with log files, by the action. */
const DEEDS: Readonly<Record<string, string>> = {
  "s3:GetObject": "read",
  "s3:PutObject": "write",
  "s3:DeleteObject": "delete",
};

/**
 * What a log bucket's new policy does to the logs: whether CloudTrail may still write, and who else may now.
 *
 * @param policy as the record has it: an object, or JSON
 */
export function judgeBucketPolicy(policy: unknown): Judgement {
  const text = typeof policy === "string" ? policy : JSON.stringify(policy);
  const statements = statementsOf(text);
  const open = statements.filter(isOpen);
  const deeds = Object.entries(DEEDS).flatMap(([action, deed]) =>
    open.some((statement) => namesAction(statement, action)) ? deed : [],
  );
  if (deeds.length > 0) {
    const effect = `the bucket's new policy lets anyone ${deeds.join(", ").replace(/, (\w+)$/, " and $1")} log files, unless a public access block forbids it`;
    return { level: "high", effect, attack: OPENED };
  }
  if (statements.some(shutsOut)) {
    return { level: "high", effect: "the bucket's new policy forbids CloudTrail to write", attack: LOGS };
  }
  return text.includes(CLOUDTRAIL)
    ? { level: "low", effect: "the bucket's policy is replaced; it still names CloudTrail", attack: LOGS }
    : {
        level: "high",
        effect: "the bucket's new policy doesn't name CloudTrail, which may no longer write",
        attack: LOGS,
      };
}

/** None where it is no policy: what S3 refused was not put. */
function statementsOf(text: string): readonly Statement[] {
  try {
    return parsePolicy(text);
  } catch {
    return [];
  }
}

function isOpen({ effect, principals, notPrincipals, conditions }: Statement): boolean {
  const everyone = principals?.everyone === true || notPrincipals !== undefined;
  // That it takes TLS keeps nobody out.
  return effect === "Allow" && everyone && conditions.every(({ key }) => key === "aws:securetransport");
}

function shutsOut(statement: Statement): boolean {
  const { effect, principals, notPrincipals, conditions } = statement;
  const meant = principals
    ? principals.everyone || principals.services.includes(CLOUDTRAIL)
    : notPrincipals?.services.includes(CLOUDTRAIL) === false;
  return effect === "Deny" && meant && conditions.length === 0 && namesAction(statement, "s3:PutObject");
}

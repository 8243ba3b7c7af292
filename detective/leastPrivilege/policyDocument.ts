import { Condition } from "./permission";

/** One Allow of an IAM policy. */
export interface PolicyStatement {
  Sid: string;
  Effect: "Allow";
  Action: readonly string[];
  Resource: readonly string[];
  Condition?: Condition;
}

/** An IAM policy document. */
export interface PolicyDocument {
  Version: "2012-10-17";
  Statement: readonly PolicyStatement[];
}

/** Characters of a managed policy, white space not counted. Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const POLICY_LIMIT = 6144;

/** A policy's size as IAM counts it: in characters, white space aside. */
export function policySize(statements: readonly PolicyStatement[]): number {
  const document: PolicyDocument = { Version: "2012-10-17", Statement: statements };
  return asciiJson(document).replace(/\s/g, "").length;
}

/**
 * JSON in ASCII: IAM takes no character beyond U+00FF in a policy, and a name must not turn the reader's screen around.
 *
 * @param indent spaces a level @default none, on one line
 */
export function asciiJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Divides statements into documents that fit a managed policy; a statement that doesn't fit alone is divided by its
 * resources, then by its actions.
 */
export function splitPolicy(statements: readonly PolicyStatement[], limit = POLICY_LIMIT): PolicyDocument[] {
  const documents: PolicyStatement[][] = [];
  for (const statement of statements.flatMap((each) => fitting(each, limit))) {
    const last = documents.at(-1);
    if (last && policySize([...last, statement]) <= limit) last.push(statement);
    else documents.push([statement]);
  }
  return documents.map((Statement) => ({ Version: "2012-10-17", Statement }));
}

function fitting(statement: PolicyStatement, limit: number): PolicyStatement[] {
  if (policySize([statement]) <= limit) return [statement];
  const by = statement.Resource.length > 1 ? "Resource" : "Action";
  const list = statement[by];
  // One action on one resource is the least there is.
  if (list.length < 2) return [statement];
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)].flatMap((part, index) =>
    fitting({ ...statement, Sid: `${statement.Sid}${"AB"[index]}`, [by]: part }, limit),
  );
}

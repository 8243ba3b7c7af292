/** One statement of an IAM policy document, as IAM's JSON grammar has it. */
export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: string | Record<string, string | string[]>;
  Action?: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** An IAM policy document. */
export interface PolicyDocument {
  Version: string;
  Id?: string;
  Statement: PolicyStatement[];
}

/** Wraps statements into a document of the current policy language version. */
export function policyDocument(statements: PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

/**
 * Puts `ours` into an owner's policy by Sid: a statement with the same Sid is brought up to date in its place, a new
 * one goes to the end, one of ours that is no longer wanted goes, and everything of the owner's stays as it is.
 * @param isOurs tells our Sids from the owner's
 * @throws Error when the owner's policy is not a policy document.
 */
export function mergeBySid(
  owners: string | undefined,
  ours: PolicyStatement[],
  isOurs: (sid: string) => boolean,
): PolicyDocument {
  const document = readPolicy(owners);
  const added = new Map(ours.map((statement) => [statement.Sid, statement]));
  const merged = document.Statement.flatMap((statement) => {
    const update = statement.Sid === undefined ? undefined : added.get(statement.Sid);
    if (update === undefined) return statement.Sid && isOurs(statement.Sid) ? [] : [statement];
    added.delete(statement.Sid);
    return [update];
  });
  return { ...document, Statement: [...merged, ...added.values()] };
}

function readPolicy(text: string | undefined): PolicyDocument {
  if (text === undefined || text.trim() === "") return policyDocument([]);
  const parsed = JSON.parse(text) as Omit<PolicyDocument, "Statement"> & {
    Statement?: PolicyStatement | PolicyStatement[];
  };
  if (parsed.Statement === undefined) {
    throw new Error(
      `The existing policy has no Statement, so nothing can be merged into it: ${text.slice(0, 200)}`,
    );
  }
  return { ...parsed, Statement: Array.isArray(parsed.Statement) ? parsed.Statement : [parsed.Statement] };
}

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
 * Puts `ours` into an owner's policy by Sid: a statement with the same Sid is brought up to date in its place,
 * a new one goes to the end, and everything else of the owner's stays as it is.
 * @throws Error when the owner's policy is not a policy document.
 */
export function mergeBySid(owners: string | undefined, ours: PolicyStatement[]): PolicyDocument {
  const document = readPolicy(owners);
  const added = new Map(ours.map((statement) => [statement.Sid, statement]));
  const merged = document.Statement.map((statement) => {
    const update = added.get(statement.Sid);
    if (update === undefined || statement.Sid === undefined) return statement;
    added.delete(statement.Sid);
    return update;
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

import { oneStatement } from "../savedQuery/oneStatement";
import { parameterLiteral } from "../savedQuery/parameterLiteral";
import { DAYS, QueryParameter, SavedQuery } from "../savedQuery/savedQuery";
import { dayAgo } from "./athenaViews";

/** A saved query as it is stored in an Athena workgroup. */
export interface AthenaNamedQuery {
  readonly name: string;
  /** At most 1,024 characters. */
  readonly description: string;
  readonly sql: string;
}

export interface NamedQueryOptions {
  /** The table reads no account's files but those that a query names: each gets a place for them. @default false */
  namesAccounts?: boolean;
}

/**
 * The saved queries that Athena can be asked, as texts to be stored in a workgroup and edited there: the days stand at the
 * top (the last 7, UTC), and a value that must be given is written as '<name>'.
 */
export function athenaNamedQueries(
  queries: readonly SavedQuery[],
  { namesAccounts = false }: NamedQueryOptions = {},
): AthenaNamedQuery[] {
  return queries.flatMap((query) => {
    const { athena } = query.texts;
    if (athena === undefined) return [];
    const { name, question, lookAt, parameters } = query;
    const description = `${question} Look at: ${lookAt}`;
    const open = parameters.filter((parameter) => parameter.default === undefined);
    const sql = [
      `-- ${question}`,
      ...open.map((parameter) => `-- Write in the place of ${stand(parameter)}: ${parameter.about}`),
      ...(namesAccounts ? ["-- Write in the place of '<account>': the accounts, with commas between."] : []),
      "WITH events AS (",
      `  SELECT * FROM all_events\n  WHERE log_day BETWEEN ${dayAgo(6)}\n    AND ${dayAgo(0)}`,
      ...(namesAccounts ? ["    AND log_account IN ('<account>')"] : []),
      ")",
      rendered(athena, parameters),
    ].join("\n");
    return [{ name, description: description.slice(0, 1024), sql: sql.replace(/^\)\nWITH /m, "),\n") }];
  });
}

function rendered(text: string, parameters: readonly QueryParameter[]): string {
  return oneStatement(text)
    .map((piece) => {
      if (piece.kind !== "parameter") return piece.text;
      if (piece.text === DAYS) return "TRUE";
      const parameter = parameters.find(({ name }) => name === piece.text)!;
      return parameter.default === undefined
        ? stand(parameter)
        : parameterLiteral(parameter.kind, parameter.default);
    })
    .join("");
}

/** What stands where a value must be put in; the text runs even so. */
function stand({ name, kind }: QueryParameter): string {
  switch (kind) {
    case "timestamp":
      return "TIMESTAMP '1970-01-01 00:00:00'";
    case "integer":
      return "0";
    case "list":
      return `('<${name}>')`;
    default:
      return `'<${name}>'`;
  }
}

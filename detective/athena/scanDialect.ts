import { athenaDialect } from "../sigma/sql/athenaDialect";
import { athenaLiteral } from "../sigma/sql/athenaLiteral";
import { SqlDialect } from "../sigma/sql/sqlDialect";
import { plainRegex } from "./plainRegex";

/** Athena's SQL, with the regular expressions that mean the same there as in the rules. */
export const scanDialect: SqlDialect = {
  ...athenaDialect,
  regex: (source, flags) => {
    const plain = plainRegex(source, flags);
    if (plain === undefined) return athenaDialect.regex(source, flags);
    return (text) => `regexp_like(${text}, ${athenaLiteral(plain)})`;
  },
};

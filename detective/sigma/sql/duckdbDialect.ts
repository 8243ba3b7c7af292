import { RegexFlags, TimePart } from "../expression";
import { hasLookAround } from "../match/compileRegex";
import { NotExpressible } from "../notExpressible";
import { DuckdbFields } from "./duckdbFields";
import { duckdbLiteral } from "./duckdbLiteral";
import { inIpv6Network } from "./duckdbIpv6";
import { ipv4Regex } from "./ipv4Regex";
import { SqlDialect } from "./sqlDialect";
import { JSON_NUMBER, TIME } from "./textForms";

/** DuckDB's SQL over a record as compact JSON, the way JavaScript writes it. */
export function duckdbDialect(fields: DuckdbFields): SqlDialect {
  return {
    name: "duckdb",
    field: (field) => fields.field(field),
    regex: (source, flags) => {
      checkRegex(source, flags);
      const { ignoreCase, multiline, dotAll } = flags;
      const letters = `${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
      const pattern = duckdbLiteral(letters === "" ? source : `(?${letters})${source}`);
      return (text) => `regexp_matches(${text}, ${pattern})`;
    },
    inNetwork: (network) => {
      const regex = ipv4Regex(network);
      if (regex !== undefined) return (text) => `regexp_matches(${text}, ${duckdbLiteral(regex)})`;
      return inIpv6Network(network);
    },
    number: (text) =>
      `CASE WHEN regexp_matches(${text}, '${JSON_NUMBER}') THEN TRY_CAST(${text} AS DOUBLE) END`,
    timePart: (part, text) =>
      `CASE WHEN regexp_matches(${text}, '${TIME}') THEN ${timePartSql(part, text)} END`,
  };
}

/** DuckDB's RE2 and the matcher's know other versions of Unicode. */
function checkRegex(source: string, { ignoreCase }: RegexFlags): void {
  if (hasLookAround(source))
    throw cannot("its regular expressions have no look-around; write the pattern without");
  if (/\\p/i.test(source))
    throw cannot("classes of Unicode (\\p) differ with its version; write the characters out");
  const anyCase = ignoreCase || /\(\?\w*i/.test(source);
  if (anyCase && /[^\0-\u07ff]|\\x\{/.test(source))
    throw cannot("upper and lower case of characters past U+07FF differ with Unicode's version; write both");
}

function cannot(reason: string): NotExpressible {
  return new NotExpressible("duckdb", "", reason);
}

function timePartSql(part: TimePart, text: string): string {
  const day = `TRY_CAST(${text}[1:10] AS DATE)`;
  const number = (from: string) => `CAST(${from} AS INTEGER)`;
  const minutes = `${number(`${text}[12:13]`)} * 60 + ${number(`${text}[15:16]`)}`;
  const zone = `CASE WHEN ${text}[-1] = 'Z' THEN 0 ELSE (${number(`${text}[-5:-4]`)} * 60 + ${number(`${text}[-2:]`)}) * CASE WHEN ${text}[-6] = '-' THEN 1 ELSE -1 END END`;
  return `date_part('${part}', CAST(${day} AS TIMESTAMP) + to_minutes(CAST(${minutes} + ${zone} AS BIGINT)))`;
}

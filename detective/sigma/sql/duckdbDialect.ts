import { RE2JS } from "re2js";
import { TimePart } from "../expression";
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
    regex: (source, { ignoreCase, multiline, dotAll }) => {
      RE2JS.compile(source);
      const flags = `${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
      const pattern = duckdbLiteral(flags === "" ? source : `(?${flags})${source}`);
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

function timePartSql(part: TimePart, text: string): string {
  const day = `TRY_CAST(${text}[1:10] AS DATE)`;
  const number = (from: string) => `CAST(${from} AS INTEGER)`;
  const minutes = `${number(`${text}[12:13]`)} * 60 + ${number(`${text}[15:16]`)}`;
  const zone = `CASE WHEN ${text}[-1] = 'Z' THEN 0 ELSE (${number(`${text}[-5:-4]`)} * 60 + ${number(`${text}[-2:]`)}) * CASE WHEN ${text}[-6] = '-' THEN 1 ELSE -1 END END`;
  return `date_part('${part}', CAST(${day} AS TIMESTAMP) + to_minutes(CAST(${minutes} + ${zone} AS BIGINT)))`;
}

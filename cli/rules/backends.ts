import { compileEventPattern } from "../../detective/sigma/eventbridge/compileEventPattern";
import { compileFilterPattern } from "../../detective/sigma/metricFilter/compileFilterPattern";
import { NotExpressible } from "../../detective/sigma/notExpressible";
import type { SigmaRule } from "../../detective/sigma/rule";
import { athenaQuery } from "../../detective/sigma/sql/athenaQuery";
import { duckdbQuery } from "../../detective/sigma/sql/duckdbQuery";
import type { AnyRule } from "./readRules";

/** What a rule is in a language; an object, ready for JSON. */
export type Compiled = Readonly<Record<string, unknown>>;

const COMPILERS = {
  eventbridge: (rule: SigmaRule): Compiled => {
    const { pattern, readOnlyEvents } = compileEventPattern(rule);
    return { state: readOnlyEvents ? "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS" : "ENABLED", pattern };
  },
  "metric-filter": (rule: SigmaRule): Compiled => ({ pattern: compileFilterPattern(rule) }),
  duckdb: (rule: SigmaRule): Compiled => {
    const { sql, refused } = duckdbQuery([rule], { from: "events", keys: ["id"] });
    if (refused[0]) throw refused[0].error;
    return { sql };
  },
  athena: (rule: SigmaRule): Compiled => {
    const { sql, refused } = athenaQuery([rule], "cloudtrail_logs");
    if (refused[0]) throw refused[0].error;
    return { sql };
  },
};

export type Backend = keyof typeof COMPILERS;

export const BACKENDS = Object.keys(COMPILERS) as readonly Backend[];

/**
 * A rule in a backend's language.
 *
 * @throws NotExpressible with the part that the language has no words for
 */
export function compileFor(backend: Backend, rule: AnyRule): Compiled {
  if (rule.kind === "rule") return COMPILERS[backend](rule);
  throw new NotExpressible(
    backend,
    `correlation: ${rule.type}`,
    "a correlation counts many records, which audit-trail detect does over what its rules match",
  );
}

import { NotExpressible } from "../notExpressible";
import { Literals, literalsOf } from "../patternLanguage/literals";
import { SigmaRule } from "../rule";
import { Filter, filterTest } from "./filterTest";

/** In characters. Source: docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const LONGEST = 1024;

/** Regular expressions in one pattern. Source: the page on filter and pattern syntax, "Quotas". */
const MOST_REGEXES = 2;

/**
 * Compiles a rule to a metric filter's pattern for the log group that a trail delivers to.
 *
 * @throws NotExpressible with the part that the language has no words for
 */
export function compileFilterPattern(rule: Pick<SigmaRule, "expression" | "title">): string {
  const filter = flat(filterOf(literalsOf(rule.expression)));
  const refuse = (reason: string): never => {
    throw new NotExpressible("metric-filter", rule.title, reason);
  };
  if (filter.kind === "all" && filter.of.length === 0) return "";
  if (filter.kind === "any" && filter.of.length === 0) return refuse("its condition can never hold");
  if (regexes(filter) > MOST_REGEXES) return refuse(`it has more than ${MOST_REGEXES} regular expressions`);
  const pattern = `{ ${written(filter)} }`;
  if (pattern.length <= LONGEST) return pattern;
  const short = shortened(pattern);
  if (short.length > LONGEST)
    return refuse(`its pattern has ${short.length} characters, more than ${LONGEST}; divide the rule`);
  return short;
}

function filterOf(condition: Literals): Filter {
  if (condition.kind === "literal") return filterTest(condition);
  return { kind: condition.kind, of: condition.of.map(filterOf) };
}

/** Without what always holds or never does, and with parts of one kind side by side. */
function flat(filter: Filter): Filter {
  if (filter.kind === "one") return filter;
  const { kind } = filter;
  const of = filter.of.map(flat).flatMap((each) => (each.kind === kind ? each.of : [each]));
  if (of.some((each) => each.kind !== "one" && each.of.length === 0))
    return { kind: kind === "all" ? "any" : "all", of: [] };
  const different = [...new Map(of.map((each) => [JSON.stringify(each), each])).values()];
  const parts = kind === "all" ? missingOnce(different) : different;
  return parts.length === 1 ? parts[0]! : { kind, of: parts };
}

/** Says once that a field may be missing, where several conditions on it say so. */
function missingOnce(parts: readonly Filter[]): readonly Filter[] {
  const groups = new Map<string, Filter[]>();
  for (const part of parts) {
    const [first, second, ...rest] = part.kind === "any" ? part.of : [];
    const [absent, isNull] = [first, second].map((each) => (each?.kind === "one" ? each.text : ""));
    const path = / NOT EXISTS$/.test(absent!) ? absent!.split(" ")[0]! : "";
    const key = path !== "" && isNull === `${path} IS NULL` && rest.length > 0 ? path : JSON.stringify(part);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  return [...groups.values()].map((group) => {
    const [first, ...more] = group;
    if (more.length === 0 || first!.kind === "one") return first!;
    const others = group.map((each): Filter => {
      const rest = each.kind === "one" ? [] : each.of.slice(2);
      return rest.length === 1 ? rest[0]! : { kind: "any", of: rest };
    });
    return { kind: "any", of: [...first!.of.slice(0, 2), { kind: "all", of: others }] };
  });
}

function written(filter: Filter): string {
  if (filter.kind === "one") return filter.text;
  return filter.of.map((each) => `(${written(each)})`).join(filter.kind === "all" ? " && " : " || ");
}

function regexes(filter: Filter): number {
  if (filter.kind === "one") return filter.isRegex === true ? 1 : 0;
  return filter.of.reduce((sum, each) => sum + regexes(each), 0);
}

/** Without the spaces, and without parentheses and quotes that are not needed. */
function shortened(pattern: string): string {
  return pattern
    .replace(
      /("[^"]*"|%[^%]*%)| *([=!]=?|&&|\|\||[{}]) */g,
      (_, value?: string, sign?: string) => value ?? sign ?? "",
    )
    .replace(/\((\$\.[\w.]+(?: (?:NOT EXISTS|IS \w+)|!?=(?:"[^"]*"|%[^%]*%)))\)/g, "$1")
    .replace(/="(\*?[A-Za-z][A-Za-z0-9]*\*?)"/g, "=$1");
}

import { RE2JS } from "re2js";
import { JsonObject, isJsonObject } from "../json";
import {
  FilterExpression,
  FilterOperator,
  FilterPatternError,
  FilterState,
  Operand,
  Selector,
  readFilterPattern,
} from "./filterPatternSyntax";
import { piecesFit } from "./glob";
import { Ternary, allOf, anyOf, opposite, yesOrNo } from "./ternary";

/**
 * Whether a metric filter's pattern matches what stands in a log: a record, or a line that is no JSON; `undecided` for
 * what isn't understood here (patterns in brackets, for lines with spaces) and what is documented nowhere.
 *
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterMatches(pattern: string, message: JsonObject | string): Ternary {
  const text = pattern.trim();
  if (text === "") return "yes";
  try {
    if (text.startsWith("{")) {
      const expression = readFilterPattern(text);
      return typeof message === "string" ? "no" : holds(expression, message);
    }
    const line = typeof message === "string" ? message : JSON.stringify(message);
    if (/^%[^%]*%$/.test(text)) return regexMatches(text.slice(1, -1), line);
    return text.startsWith("[") || text.includes("%") ? "undecided" : termsMatch(text, line);
  } catch (error) {
    if (error instanceof FilterPatternError) return "undecided";
    throw error;
  }
}

function holds(expression: FilterExpression, record: JsonObject): Ternary {
  if ("of" in expression) {
    const answers = expression.of.map((each) => holds(each, record));
    return expression.kind === "all" ? allOf(answers) : anyOf(answers);
  }
  const found = follow(record, expression.path);
  if (expression.kind === "state") return anyOf(found.map((value) => stateHolds(expression.state, value)));
  return anyOf(found.map((value) => compare(expression.operator, value, expression.operand)));
}

/** What a selector leads to, undefined where it leads nowhere; with `[*]` there may be several, each asked alone. */
function follow(record: JsonObject, path: Selector): readonly unknown[] {
  let found: unknown[] = [record];
  for (const step of path) {
    found = found.flatMap((node): unknown[] => {
      if (step === null) return Array.isArray(node) ? node : [undefined];
      if (typeof step === "number") return [Array.isArray(node) ? node[step] : undefined];
      return [isJsonObject(node) && Object.hasOwn(node, step) ? node[step] : undefined];
    });
  }
  return found;
}

function stateHolds(state: FilterState, value: unknown): Ternary {
  if (state === "exists") return yesOrNo(value !== undefined);
  if (state === "notExists") return yesOrNo(value === undefined);
  if (state === "null") return yesOrNo(value === null);
  return yesOrNo(value === (state === "true"));
}

function compare(operator: FilterOperator, value: unknown, operand: Operand): Ternary {
  // What "not equal" means where there is nothing to compare is not documented.
  if (value === undefined || value === null) return operator === "!=" ? "undecided" : "no";
  // A selector that leads to a list or an object fits no comparison, not even "not equal".
  if (typeof value === "object") return "no";
  if (operator === "=" || operator === "!=") {
    const same = equals(value, operand);
    return operator === "=" ? same : opposite(same);
  }
  const [left, right] = [typeof value === "number" ? value : NaN, Number(operand.text)];
  if (Number.isNaN(left) || Number.isNaN(right) || operand.kind !== "bare") return "undecided";
  if (operator === ">") return yesOrNo(left > right);
  if (operator === "<") return yesOrNo(left < right);
  return yesOrNo(operator === ">=" ? left >= right : left <= right);
}

function equals(value: unknown, { kind, text }: Operand): Ternary {
  const found = typeof value === "string" ? value : JSON.stringify(value);
  if (kind === "regex") return regexMatches(text, found);
  if (kind === "bare" && typeof value === "number" && text.trim() !== "" && !Number.isNaN(Number(text)))
    return yesOrNo(value === Number(text));
  const wildcards = piecesFit(text.split("*"), found);
  // Asterisks are wildcards at the ends; whether also in the middle, the user guide's editions say differently.
  return /[^*]\*+[^*]/.test(text) && wildcards !== (text === found) ? "undecided" : yesOrNo(wildcards);
}

/** All that a regular expression may hold. Source: the page above, "Supported regular expressions (regex) syntax". */
export const REGEX_LANGUAGE = /^[\w:#=@/;,^$?[\]{}|\\*+. -]*$/;

function regexMatches(source: string, text: string): Ternary {
  if (!REGEX_LANGUAGE.test(source)) return "undecided";
  try {
    return yesOrNo(RE2JS.compile(source).matcher(text).find());
  } catch {
    return "undecided";
  }
}

/** Plain terms: all must be in the text, of those with `?` one, of those with `-` none. */
function termsMatch(pattern: string, text: string): Ternary {
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = "", quoted, bare]) => ({ sign, term: quoted ?? bare ?? "" }),
  );
  const has = ({ term }: { term: string }) => text.includes(term);
  const of = (sign: string) => terms.filter((term) => term.sign === sign);
  const oneOf = of("?");
  // Beside a term that must be there, terms with a question mark are left out of account.
  if (of("").length > 0) return yesOrNo(of("").every(has) && !of("-").some(has));
  return yesOrNo(!of("-").some(has) && (oneOf.length === 0 || oneOf.some(has)));
}

import { JsonObject, isJsonObject } from "../json";
import { Ternary } from "./policy/condition";
import { fits } from "./policy/pattern";

/**
 * Whether a metric filter's pattern matches a record; `undecided` for what isn't understood here.
 *
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterMatches(pattern: string, record: JsonObject): Ternary {
  const text = pattern.trim();
  if (text === "") return "yes";
  if (text.startsWith("{")) {
    try {
      return new JsonPattern(text, record).read();
    } catch (error) {
      if (error instanceof PatternError) return "undecided";
      throw error;
    }
  }
  return text.startsWith("[") || text.includes("%") ? "undecided" : termsMatch(text, JSON.stringify(record));
}

class PatternError extends Error {}

/** `"…"`, a path, an operator, a bracket or a bare word. */
const TOKEN =
  /\s*(?:"((?:[^"\\]|\\.)*)"|(\$(?:\.?[\w-]+|\["[^"]+"\]|\[(?:\d+|\*)\])*)|(&&|\|\||!=|>=|<=|=|>|<|\(|\)|\{|\})|([^\s"(){}=!<>&|]+))/y;

interface Token {
  kind: "text" | "path" | "sign" | "word";
  text: string;
}

function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(pattern);
    if (!match) {
      if (pattern.slice(start).trim() === "") break;
      throw new PatternError();
    }
    const [, quoted, path, sign, word] = match;
    if (quoted !== undefined) found.push({ kind: "text", text: quoted.replace(/\\(.)/g, "$1") });
    else if (path !== undefined) found.push({ kind: "path", text: path });
    else if (sign !== undefined) found.push({ kind: "sign", text: sign });
    else found.push({ kind: "word", text: word ?? "" });
  }
  return found;
}

/** Reads `{ … }` and evaluates it on the way; `&&` binds tighter than `||`. */
class JsonPattern {
  private readonly tokens: Token[];
  private at = 0;

  constructor(
    pattern: string,
    private readonly record: JsonObject,
  ) {
    this.tokens = tokens(pattern);
  }

  read(): Ternary {
    this.expect("{");
    const answer = this.anyOf();
    this.expect("}");
    if (this.at < this.tokens.length) throw new PatternError();
    return answer;
  }

  private anyOf(): Ternary {
    const answers = [this.allOf()];
    while (this.takes("||")) answers.push(this.allOf());
    if (answers.includes("yes")) return "yes";
    return answers.includes("undecided") ? "undecided" : "no";
  }

  private allOf(): Ternary {
    const answers = [this.one()];
    while (this.takes("&&")) answers.push(this.one());
    if (answers.includes("no")) return "no";
    return answers.includes("undecided") ? "undecided" : "yes";
  }

  private one(): Ternary {
    if (this.takes("(")) {
      const answer = this.anyOf();
      this.expect(")");
      return answer;
    }
    const path = this.next();
    if (path.kind !== "path") throw new PatternError();
    const found = at(this.record, path.text);
    const operator = this.next();
    if (operator.kind === "word") return this.state(operator.text, found);
    const operand = this.next();
    if (operator.kind !== "sign" || (operand.kind !== "text" && operand.kind !== "word"))
      throw new PatternError();
    return compare(operator.text, found, operand.text);
  }

  /** EXISTS, NOT EXISTS, IS NULL, IS TRUE, IS FALSE. */
  private state(word: string, found: unknown): Ternary {
    if (/^exists$/i.test(word)) return yesOrNo(found !== undefined);
    const second = this.next().text;
    if (/^not$/i.test(word) && /^exists$/i.test(second)) return yesOrNo(found === undefined);
    if (!/^is$/i.test(word)) throw new PatternError();
    if (/^null$/i.test(second)) return yesOrNo(found === null);
    if (/^true$/i.test(second)) return yesOrNo(found === true);
    if (/^false$/i.test(second)) return yesOrNo(found === false);
    throw new PatternError();
  }

  private next(): Token {
    const token = this.tokens[this.at++];
    if (!token) throw new PatternError();
    return token;
  }

  private takes(sign: string): boolean {
    const { kind, text } = this.tokens[this.at] ?? {};
    const found = kind === "sign" && text === sign;
    if (found) this.at++;
    return found;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) throw new PatternError();
  }
}

/** The value at a path; undefined where there is none, and for paths through arrays, which no record here needs. */
function at(record: JsonObject, path: string): unknown {
  const names = [...path.matchAll(/\.?([\w-]+)|\["([^"]+)"\]/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? "",
  );
  if (path.includes("*")) throw new PatternError();
  let found: unknown = record;
  for (const name of names) {
    if (!isJsonObject(found) || !Object.hasOwn(found, name)) return undefined;
    found = found[name];
  }
  return found;
}

function compare(operator: string, found: unknown, operand: string): Ternary {
  if (/^%.*%$/.test(operand)) return "undecided";
  // What "not equal" means where there is nothing to compare is not documented.
  if (found === undefined || found === null) return operator === "!=" ? "undecided" : "no";
  if (typeof found === "object") return "undecided";
  const text = typeof found === "string" ? found : JSON.stringify(found);
  if (operator === "=") return yesOrNo(fits(operand, text));
  if (operator === "!=") return yesOrNo(!fits(operand, text));
  const [left, right] = [Number(text), Number(operand)];
  if (Number.isNaN(left) || Number.isNaN(right)) return "undecided";
  if (operator === ">") return yesOrNo(left > right);
  if (operator === "<") return yesOrNo(left < right);
  if (operator === ">=") return yesOrNo(left >= right);
  return operator === "<=" ? yesOrNo(left <= right) : "undecided";
}

/** Plain terms: all must be in the text, of those with `?` one, of those with `-` none. */
function termsMatch(pattern: string, text: string): Ternary {
  const terms = [...pattern.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)].map(
    ([, sign = "", quoted, bare]) => ({
      sign,
      term: quoted ?? bare ?? "",
    }),
  );
  const has = ({ term }: { term: string }) => text.includes(term);
  const of = (sign: string) => terms.filter((term) => term.sign === sign);
  const oneOf = of("?");
  return yesOrNo(of("").every(has) && !of("-").some(has) && (oneOf.length === 0 || oneOf.some(has)));
}

function yesOrNo(holds: boolean): Ternary {
  return holds ? "yes" : "no";
}

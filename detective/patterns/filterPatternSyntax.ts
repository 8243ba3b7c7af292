/** A pattern that CloudWatch Logs would refuse, or with something in it that is not understood here. */
export class FilterPatternError extends Error {
  override readonly name = "FilterPatternError";
}

/**
 * What stands between the braces of a pattern for JSON.
 *
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export type FilterExpression =
  | { readonly kind: "all" | "any"; readonly of: readonly FilterExpression[] }
  | { readonly kind: "state"; readonly path: Selector; readonly state: FilterState }
  | {
      readonly kind: "compare";
      readonly path: Selector;
      readonly operator: FilterOperator;
      readonly operand: Operand;
    };

export type FilterState = "exists" | "notExists" | "null" | "true" | "false";
export type FilterOperator = "=" | "!=" | ">" | "<" | ">=" | "<=";

/** The steps of `$.a["b"][0][*]`: names, numbers of elements, and null for any element. */
export type Selector = readonly (string | number | null)[];

/** A text, with quotes or without, or a regular expression between percent signs. */
export interface Operand {
  readonly kind: "quoted" | "bare" | "regex";
  readonly text: string;
}

const DEEPEST = 200;

/** `"…"`, `%…%`, a path, an operator, a bracket or a bare word. */
const TOKEN =
  /\s*(?:"((?:[^"\\]|\\[^])*)"|%([^%]*)%|(\$(?:\.?[\w-]+|\["[^"]+"\]|\[(?:\d+|\*)\])*)|(&&|\|\||!=|>=|<=|=|>|<|\(|\)|\{|\})|([^\s"(){}=!<>&|]+))/y;

interface Token {
  readonly kind: "quoted" | "regex" | "path" | "sign" | "bare";
  readonly text: string;
}

/** @throws FilterPatternError where the text is no pattern for JSON */
export function readFilterPattern(pattern: string): FilterExpression {
  return new Reader(tokens(pattern)).read();
}

function tokens(pattern: string): Token[] {
  const found: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.length) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(pattern);
    if (!match) {
      if (pattern.slice(start).trim() === "") break;
      throw new FilterPatternError(`not understood: ${pattern.slice(start, start + 20)}`);
    }
    const [, quoted, regex, path, sign, bare] = match;
    if (quoted !== undefined) found.push({ kind: "quoted", text: quoted.replace(/\\([^])/g, "$1") });
    else if (regex !== undefined) found.push({ kind: "regex", text: regex });
    else if (path !== undefined) found.push({ kind: "path", text: path });
    else if (sign !== undefined) found.push({ kind: "sign", text: sign });
    else found.push({ kind: "bare", text: bare ?? "" });
  }
  return found;
}

/** `&&` binds tighter than `||`. */
class Reader {
  private at = 0;
  private depth = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  read(): FilterExpression {
    this.expect("{");
    const expression = this.anyOf();
    this.expect("}");
    if (this.at < this.tokens.length) throw new FilterPatternError("text after the pattern");
    return expression;
  }

  private anyOf(): FilterExpression {
    const of = [this.allOf()];
    while (this.takes("||")) of.push(this.allOf());
    return of.length === 1 ? of[0]! : { kind: "any", of };
  }

  private allOf(): FilterExpression {
    const of = [this.one()];
    while (this.takes("&&")) of.push(this.one());
    return of.length === 1 ? of[0]! : { kind: "all", of };
  }

  private one(): FilterExpression {
    if (this.takes("(")) {
      if (++this.depth > DEEPEST) throw new FilterPatternError("too many parentheses inside each other");
      const expression = this.anyOf();
      this.expect(")");
      this.depth--;
      return expression;
    }
    const { kind, text } = this.next();
    if (kind !== "path") throw new FilterPatternError(`not a selector: ${text}`);
    const path = selector(text);
    const operator = this.next();
    if (operator.kind === "bare") return { kind: "state", path, state: this.state(operator.text) };
    const operand = this.next();
    if (operator.kind !== "sign" || operand.kind === "sign" || operand.kind === "path")
      throw new FilterPatternError(`not a comparison: ${operator.text} ${operand.text}`);
    return {
      kind: "compare",
      path,
      operator: operator.text as FilterOperator,
      operand: { kind: operand.kind, text: operand.text },
    };
  }

  /** EXISTS, NOT EXISTS, IS NULL, IS TRUE, IS FALSE. */
  private state(word: string): FilterState {
    if (/^exists$/i.test(word)) return "exists";
    const second = this.next().text;
    if (/^not$/i.test(word) && /^exists$/i.test(second)) return "notExists";
    const state = /^(?:null|true|false)$/i.exec(second)?.[0].toLowerCase();
    if (!/^is$/i.test(word) || state === undefined)
      throw new FilterPatternError(`not understood: ${word} ${second}`);
    return state as FilterState;
  }

  private next(): Token {
    const token = this.tokens[this.at++];
    if (!token) throw new FilterPatternError("the pattern ends too early");
    return token;
  }

  private takes(sign: string): boolean {
    const { kind, text } = this.tokens[this.at] ?? {};
    const found = kind === "sign" && text === sign;
    if (found) this.at++;
    return found;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) throw new FilterPatternError(`no ${sign}`);
  }
}

function selector(path: string): Selector {
  return [...path.slice(1).matchAll(/\.?([\w-]+)(?![\w"-]*\])|\["([^"]+)"\]|\[(\d+)\]|\[(\*)\]/g)].map(
    ([, plain, quoted, index, any]) =>
      any !== undefined ? null : index !== undefined ? Number(index) : (plain ?? quoted ?? ""),
  );
}

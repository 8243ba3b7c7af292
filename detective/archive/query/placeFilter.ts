import { FilePlace } from "../cache/filePlace";

/** Whether rows of files at a place can meet what a query asks of them. */
export type PlaceFilter = (place: FilePlace) => boolean;

const COLUMNS: ReadonlyMap<string, keyof FilePlace> = new Map([
  ["log_account", "account"],
  ["log_region", "region"],
  ["log_day", "day"],
]);
const TOKEN = /\s*(?:('(?:[^']|'')*')|([A-Za-z_]\w*)|(<=|>=|!=|<>|[=<>(),]))/y;

/** Null is SQL's unknown. */
type Truth = boolean | null;
type Test = (place: FilePlace) => Truth;

/**
 * Reads a filter as DuckDB's plans show it, where it speaks of the file's account, Region and day alone.
 *
 * @returns undefined where it says more, or could be read in two ways
 */
export function placeFilter(text: string): PlaceFilter | undefined {
  const tokens = tokensOf(text.replace(/^optional: /, ""));
  if (!tokens) return undefined;
  const reader = new Reader(tokens);
  const test = reader.all();
  return test && ((place) => test(place) === true);
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) return undefined;
    tokens.push(match[0].trim());
  }
  return tokens;
}

/** Either returns a test of all the tokens, or undefined: nothing is guessed. */
class Reader {
  private at = 0;

  constructor(private readonly tokens: readonly string[]) {}

  all(): Test | undefined {
    const test = this.terms();
    return test && this.at === this.tokens.length ? test : undefined;
  }

  /** Terms with AND between them, or with OR; a mixture without brackets is not read. */
  private terms(): Test | undefined {
    const tests: Test[] = [];
    let word: string | undefined;
    for (;;) {
      const test = this.term();
      if (!test) return undefined;
      tests.push(test);
      const next = this.tokens[this.at];
      if (next !== "AND" && next !== "OR") break;
      if (word !== undefined && next !== word) return undefined;
      word = next;
      this.at++;
    }
    return word === "OR" ? (place) => any(tests, place) : (place) => all(tests, place);
  }

  private term(): Test | undefined {
    if (this.takes("NOT")) {
      const test = this.term();
      return test && ((place) => not(test(place)));
    }
    if (this.takes("(")) {
      const test = this.terms();
      return test && this.takes(")") ? test : undefined;
    }
    const column = COLUMNS.get(this.tokens[this.at++] ?? "");
    return column && this.comparison((place) => place[column]);
  }

  private comparison(value: (place: FilePlace) => string | undefined): Test | undefined {
    if (this.takes("IS")) {
      const negated = this.takes("NOT");
      return this.takes("NULL") ? (place) => (value(place) === undefined) !== negated : undefined;
    }
    const negated = this.takes("NOT");
    if (this.takes("IN")) {
      const texts = this.list();
      return texts && known(value, (text) => texts.includes(text) !== negated);
    }
    if (negated) return undefined;
    const compare = COMPARISONS.get(this.tokens[this.at++] ?? "");
    const text = this.text();
    return compare && text !== undefined ? known(value, (own) => compare(own, text)) : undefined;
  }

  private list(): string[] | undefined {
    if (!this.takes("(")) return undefined;
    const texts: string[] = [];
    do {
      const text = this.text();
      if (text === undefined) return undefined;
      texts.push(text);
    } while (this.takes(","));
    return this.takes(")") ? texts : undefined;
  }

  private text(): string | undefined {
    const token = this.tokens[this.at];
    if (!token?.startsWith("'")) return undefined;
    this.at++;
    return token.slice(1, -1).replaceAll("''", "'");
  }

  private takes(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }
}

/** Texts compare by their bytes; those of places are ASCII. */
const COMPARISONS: ReadonlyMap<string, (a: string, b: string) => boolean> = new Map([
  ["=", (a, b) => a === b],
  ["!=", (a, b) => a !== b],
  ["<>", (a, b) => a !== b],
  ["<", (a, b) => a < b],
  ["<=", (a, b) => a <= b],
  [">", (a, b) => a > b],
  [">=", (a, b) => a >= b],
]);

function known(value: (place: FilePlace) => string | undefined, test: (text: string) => boolean): Test {
  return (place) => {
    const text = value(place);
    return text === undefined ? null : test(text);
  };
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function all(tests: readonly Test[], place: FilePlace): Truth {
  const truths = tests.map((test) => test(place));
  return truths.includes(false) ? false : truths.includes(null) ? null : true;
}

function any(tests: readonly Test[], place: FilePlace): Truth {
  const truths = tests.map((test) => test(place));
  return truths.includes(true) ? true : truths.includes(null) ? null : false;
}

/** A word, a name in quotes, a number, or one other character. */
const TOKEN = /"(?:[^"]|"")*"|[a-z_]\w*|\d[\w.]*|\S/gi;
const NAME = /^(?:"|[a-z_])/i;
/** With these a statement of its own begins in brackets. */
const QUERY = /^(?:select|with|values|table)$/;
/** What ends the relations of a query. */
const AFTER_FROM = /^(?:where|group|order|having|limit|offset|fetch|window|union|intersect|except|select)$/;

/** What brackets hold, and whether its relations are being named. */
interface Level {
  readonly kind: "query" | "relation" | "expression";
  inFrom: boolean;
}

/**
 * The relations that a statement names, one for each place, lower-case and without quotes: tables, views, its own queries
 * and functions of tables.
 *
 * @param code SQL without comments, its texts emptied
 */
export function relationsRead(code: string): string[] {
  const tokens = code.match(TOKEN) ?? [];
  const read: string[] = [];
  const levels: Level[] = [{ kind: "query", inFrom: false }];
  let expected = false;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const word = token.toLowerCase();
    const level = levels.at(-1)!;
    if (token === "(" || token === "[") {
      const kind: Level["kind"] = QUERY.test(tokens[at + 1]?.toLowerCase() ?? "")
        ? "query"
        : expected
          ? "relation"
          : "expression";
      levels.push({ kind, inFrom: kind === "relation" });
      expected = kind === "relation";
    } else if (token === ")" || token === "]") {
      if (levels.length > 1) levels.pop();
      expected = false;
    } else if (expected && word === "lateral") continue;
    else if (expected && NAME.test(token)) {
      const parts = [token];
      while (tokens[at + 1] === "." && NAME.test(tokens[at + 2] ?? "")) parts.push(tokens[(at += 2)]!);
      read.push(parts.map(plain).join("."));
      expected = false;
    } else if (level.kind === "expression") continue;
    else if (word === "from" || word === "join" || (word === "table" && level.kind === "query")) {
      // `IS DISTINCT FROM` compares.
      if (word === "from" && tokens[at - 1]?.toLowerCase() === "distinct") continue;
      level.inFrom = true;
      expected = true;
    } else if (token === ",") expected = level.inFrom;
    else if (AFTER_FROM.test(word)) level.inFrom = level.kind === "relation";
  }
  return read;
}

function plain(name: string): string {
  return (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name).toLowerCase();
}

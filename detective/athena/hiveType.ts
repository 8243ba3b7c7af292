/** A column's type, as the Glue catalogue writes it; names in small letters. */
export type HiveType =
  | { readonly kind: "scalar"; readonly name: string }
  | { readonly kind: "struct"; readonly fields: ReadonlyMap<string, HiveType> }
  | { readonly kind: "array"; readonly of: HiveType }
  | { readonly kind: "map"; readonly of: HiveType };

/** Deeper than any table of AWS's. */
const MOST_LEVELS = 20;

/** Reads `struct<a:string,b:array<string>>`; what can't be read is a scalar of that name. */
export function parseHiveType(text: string, level = 0): HiveType {
  const written = text.trim();
  const scalar: HiveType = { kind: "scalar", name: written.toLowerCase() };
  const match = /^(struct|row|array|map)\s*[<(]([\s\S]*)[>)]$/i.exec(written);
  if (!match || level > MOST_LEVELS) return scalar;
  const [, kind = "", inner = ""] = match;
  const parts = partsOf(inner);
  if (/^(struct|row)$/i.test(kind)) {
    const fields = parts.map((part): [string, HiveType] => {
      const [, name = "", type = ""] = /^\s*"?([^\s:"]+)"?\s*[:\s]\s*([\s\S]*)$/.exec(part) ?? [];
      return [name.toLowerCase(), parseHiveType(type, level + 1)];
    });
    return { kind: "struct", fields: new Map(fields) };
  }
  const last = parts.at(-1);
  if (last === undefined) return scalar;
  return { kind: kind.toLowerCase() as "array" | "map", of: parseHiveType(last, level + 1) };
}

/** What stands between the commas that are in no brackets. */
function partsOf(text: string): string[] {
  const parts: string[] = [];
  let level = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if ("<(".includes(character)) level++;
    else if (">)".includes(character)) level--;
    else if (character === "," && level === 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)].filter((part) => part.trim() !== "");
}

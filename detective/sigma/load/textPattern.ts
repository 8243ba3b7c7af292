import { PatternPart, TextPattern } from "../expression";

const ANY_TEXT: PatternPart = { kind: "anyText" };

/**
 * Reads wildcards and escapes: a backslash takes the meaning of `*`, `?` and a backslash away, before anything else it
 * is itself.
 *
 * Source: sigma-rules-specification.html, "Escape Character"
 */
export function readPattern(value: string): TextPattern {
  const parts: PatternPart[] = [];
  let text = "";
  const close = () => {
    if (text !== "") parts.push({ kind: "literal", text });
    text = "";
  };
  for (let place = 0; place < value.length; place++) {
    const character = value[place]!;
    const next = value[place + 1];
    if (character === "\\" && (next === "*" || next === "?" || next === "\\")) {
      text += next;
      place++;
    } else if (character === "*" || character === "?") {
      close();
      parts.push(character === "*" ? ANY_TEXT : { kind: "anyCharacter" });
    } else text += character;
  }
  close();
  return withoutRepeats(parts);
}

/** A pattern of one literal text, in which nothing has a meaning. */
export function literalPattern(text: string): TextPattern {
  return text === "" ? [] : [{ kind: "literal", text }];
}

/** What a pattern without wildcards stands for; undefined where it has some. */
export function literalText(pattern: TextPattern): string | undefined {
  const [part, ...others] = pattern;
  if (!part) return "";
  return part.kind === "literal" && others.length === 0 ? part.text : undefined;
}

/** The pattern with any text before it, after it, or both. */
export function unanchored(
  pattern: TextPattern,
  { before, after }: { before: boolean; after: boolean },
): TextPattern {
  return withoutRepeats([...(before ? [ANY_TEXT] : []), ...pattern, ...(after ? [ANY_TEXT] : [])]);
}

function withoutRepeats(parts: readonly PatternPart[]): TextPattern {
  return parts.filter((part, place) => part.kind !== "anyText" || parts[place - 1]?.kind !== "anyText");
}

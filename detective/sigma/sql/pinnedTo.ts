import { Expression } from "../expression";
import { exactText, foldPattern } from "../match/textTest";

/**
 * The folded texts of which a field must have one in every record that an expression matches.
 *
 * @returns undefined where it may match without
 */
export function pinnedTo(expression: Expression, field: string): ReadonlySet<string> | undefined {
  switch (expression.kind) {
    case "test": {
      if (expression.field !== field || expression.test.kind !== "text") return undefined;
      const text = exactText(foldPattern(expression.test.pattern, false));
      return text === undefined ? undefined : new Set([text]);
    }
    case "all": {
      let fewest: ReadonlySet<string> | undefined;
      for (const part of expression.of) {
        const texts = pinnedTo(part, field);
        if (texts && (!fewest || texts.size < fewest.size)) fewest = texts;
      }
      return fewest;
    }
    case "any": {
      const all = new Set<string>();
      for (const part of expression.of) {
        const texts = pinnedTo(part, field);
        if (!texts) return undefined;
        for (const text of texts) all.add(text);
      }
      return all;
    }
    case "not":
      return undefined;
  }
}

import { TextPattern } from "../expression";

/** A pattern in LIKE's words, with a backslash before everything of the text that LIKE would understand. */
export function likePattern(pattern: TextPattern): string {
  return pattern
    .map((part) => {
      if (part.kind === "anyText") return "%";
      if (part.kind === "anyCharacter") return "_";
      return part.text.replace(/[\\%_]/g, "\\$&");
    })
    .join("");
}

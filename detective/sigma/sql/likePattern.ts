import { TextPattern } from "../expression";

/** A pattern in LIKE's words, with a backslash before all of its texts that LIKE would understand. */
export function likePattern(pattern: TextPattern): string {
  return pattern
    .map((part) => {
      if (part.kind === "anyText") return "%";
      return part.kind === "anyCharacter" ? "_" : part.text.replace(/[\\%_]/g, "\\$&");
    })
    .join("");
}

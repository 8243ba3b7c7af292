import { isJsonObject } from "../json";

const MOST_DEPTH = 8;
/** More than a request can sensibly name; a hostile record must not grow a policy without end. */
const MOST_TEXTS = 5000;

export interface ParameterText {
  /** Of the parameter that holds it; of a list's item, the list's. */
  name: string;
  text: string;
  /** 0 for the call's own parameters. */
  depth: number;
}

/** Every text in the parameters. */
export function parameterTexts(parameters: unknown): ParameterText[] {
  const found: ParameterText[] = [];
  const visit = (value: unknown, name: string, depth: number, nesting: number) => {
    if (found.length >= MOST_TEXTS || nesting > MOST_DEPTH) return;
    if (typeof value === "string") {
      if (value !== "") found.push({ name, text: value, depth });
    } else if (Array.isArray(value)) {
      for (const item of value) visit(item, name, depth, nesting + 1);
    } else if (isJsonObject(value)) {
      for (const [field, inner] of Object.entries(value)) visit(inner, field, depth + 1, nesting + 1);
    }
  };
  visit(parameters, "", -1, 0);
  return found;
}

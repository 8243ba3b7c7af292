import { JsonObject, isJsonObject } from "../json";
import { Ternary } from "./policy/condition";
import { fits } from "./policy/pattern";

/**
 * Whether an EventBridge rule's pattern matches an event; `undecided` for what isn't understood here.
 *
 * Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function eventPatternMatches(text: string, event: JsonObject): Ternary {
  try {
    const pattern: unknown = JSON.parse(text);
    return isJsonObject(pattern) ? objectMatches(pattern, event) : "undecided";
  } catch {
    return "undecided";
  }
}

function objectMatches(pattern: JsonObject, event: unknown): Ternary {
  return all(
    Object.entries(pattern).map(([field, wanted]) => {
      if (field === "$or")
        return Array.isArray(wanted) ? any(wanted.map((each) => either(each, event))) : "undecided";
      const found = isJsonObject(event) && Object.hasOwn(event, field) ? event[field] : undefined;
      if (Array.isArray(wanted)) return any(wanted.map((rule: unknown) => valueMatches(rule, found)));
      return isJsonObject(wanted) ? objectMatches(wanted, found) : "undecided";
    }),
  );
}

function either(pattern: unknown, event: unknown): Ternary {
  return isJsonObject(pattern) ? objectMatches(pattern, event) : "undecided";
}

/** A list in the event matches where one of its values does. */
function valueMatches(rule: unknown, found: unknown): Ternary {
  if (isJsonObject(rule) && "exists" in rule) return yesOrNo((found !== undefined) === rule.exists);
  if (Array.isArray(found)) return any(found.map((each: unknown) => valueMatches(rule, each)));
  if (!isJsonObject(rule)) return yesOrNo(rule === found);
  const [[operator, operand] = []] = Object.entries(rule);
  if (operator === "anything-but") return anythingBut(operand, found);
  if (found === undefined) return "no";
  return textMatches(operator, operand, found);
}

function textMatches(operator: string | undefined, operand: unknown, found: unknown): Ternary {
  if (
    isJsonObject(operand) &&
    typeof operand["equals-ignore-case"] === "string" &&
    typeof found === "string"
  ) {
    return textMatches(operator, operand["equals-ignore-case"].toLowerCase(), found.toLowerCase());
  }
  if (typeof operand !== "string") return "undecided";
  if (typeof found !== "string") return "no";
  if (operator === "prefix") return yesOrNo(found.startsWith(operand));
  if (operator === "suffix") return yesOrNo(found.endsWith(operand));
  if (operator === "equals-ignore-case") return yesOrNo(found.toLowerCase() === operand.toLowerCase());
  // In these patterns a question mark is one.
  if (operator === "wildcard" && !operand.includes("?")) return yesOrNo(fits(operand, found));
  return "undecided";
}

function anythingBut(operand: unknown, found: unknown): Ternary {
  if (found === undefined) return "no";
  if (isJsonObject(operand)) {
    const [[operator, inner] = []] = Object.entries(operand);
    const list: unknown[] = Array.isArray(inner) ? inner : [inner];
    return not(any(list.map((each) => textMatches(operator, each, found))));
  }
  const list: unknown[] = Array.isArray(operand) ? operand : [operand];
  return yesOrNo(!list.includes(found));
}

function all(answers: readonly Ternary[]): Ternary {
  if (answers.includes("no")) return "no";
  return answers.includes("undecided") ? "undecided" : "yes";
}

function any(answers: readonly Ternary[]): Ternary {
  if (answers.includes("yes")) return "yes";
  return answers.includes("undecided") ? "undecided" : "no";
}

function not(answer: Ternary): Ternary {
  return answer === "undecided" ? answer : yesOrNo(answer === "no");
}

function yesOrNo(holds: boolean): Ternary {
  return holds ? "yes" : "no";
}

import { strict as assert } from "node:assert";
import { Expression } from "../../../../../detective/sigma/expression";
import { parseRules } from "../../../../../detective/sigma/load/parseRules";
import { LoadOptions } from "../../../../../detective/sigma/load/parseRules";
import { RuleProblem } from "../../../../../detective/sigma/rule";

/** A rule around a detection, given as the lines of its YAML. */
export function ruleText(detection: string, head = ""): string {
  const indented = detection.trimEnd().replace(/^/gm, "  ");
  return `title: A rule\n${head}logsource:\n  product: aws\n  service: cloudtrail\ndetection:\n${indented}\n`;
}

/** The expression of a rule with that detection; it has to be understood. */
export function expressionOf(detection: string, options?: LoadOptions): Expression {
  const { rules, problems } = parseRules(ruleText(detection), "rule.yml", options);
  assert.deepEqual(problems, [], detection);
  assert.equal(rules.length, 1);
  return rules[0]!.expression;
}

/** The only problem of a text. */
export function problemOf(text: string, options?: LoadOptions): RuleProblem {
  const { rules, correlations, problems } = parseRules(text, "rule.yml", options);
  assert.equal(problems.length, 1, `${text}\n${JSON.stringify(problems)}`);
  assert.equal(rules.length + correlations.length, 0, text);
  return problems[0]!;
}

/**
 * An expression in one line: `eventName=Delete*`, `not (a=b or c~x)`, keywords as `?*text*`; wildcards as `*` and `?`,
 * the same as characters in brackets.
 */
export function brief(expression: Expression): string {
  if (expression.kind === "not") return `not ${inner(expression.of)}`;
  if (expression.kind === "all") return expression.of.map(inner).join(" and ");
  if (expression.kind === "any") return expression.of.map(inner).join(" or ");
  const { field = "?", test } = expression;
  switch (test.kind) {
    case "text": {
      const text = test.pattern.map((part) =>
        part.kind === "anyText"
          ? "*"
          : part.kind === "anyCharacter"
            ? "?"
            : part.text.replace(/[*?]/g, (wildcard) => `[${wildcard}]`),
      );
      return `${field}${test.cased ? "==" : "="}${text.join("")}`;
    }
    case "regex": {
      const { ignoreCase, multiline, dotAll } = test.flags;
      return `${field}~/${test.source}/${ignoreCase ? "i" : ""}${multiline ? "m" : ""}${dotAll ? "s" : ""}`;
    }
    case "cidr":
      return `${field} in ${test.network}`;
    case "number":
      return `${field} ${test.comparison} ${test.than}`;
    case "timePart":
      return `${test.part}(${field}) ${test.comparison} ${test.than}`;
    case "fieldref":
      return `${field}${test.cased ? "==" : "="}@${test.field}`;
    default:
      return `${field} ${test.kind}`;
  }
}

function inner(expression: Expression): string {
  return expression.kind === "all" || expression.kind === "any"
    ? `(${brief(expression)})`
    : brief(expression);
}

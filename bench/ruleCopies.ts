import type { Expression } from "../detective/sigma/expression";
import type { SigmaRule } from "../detective/sigma/rule";

/**
 * So many rules: the given ones, and copies of them with other names and values.
 *
 * Every copy keeps the event sources and every second one the event names, so that it is asked about the same records.
 */
export function ruleCopies(rules: readonly SigmaRule[], count: number): SigmaRule[] {
  return Array.from({ length: count }, (_, index) => {
    const rule = rules[index % rules.length]!;
    const copy = Math.floor(index / rules.length);
    if (copy === 0) return rule;
    const { id, name, title } = rule;
    return {
      ...rule,
      ...(id !== undefined && { id: `${id}-${copy}` }),
      ...(name !== undefined && { name: `${name}_${copy}` }),
      title: `${title} (${copy})`,
      expression: changed(rule.expression, copy),
    };
  });
}

function changed(expression: Expression, copy: number): Expression {
  if (expression.kind === "not") return { ...expression, of: changed(expression.of, copy) };
  if (expression.kind !== "test")
    return { ...expression, of: expression.of.map((part) => changed(part, copy)) };
  const { field, test } = expression;
  if (field === "eventSource" || (field === "eventName" && copy % 2 === 1)) return expression;
  if (test.kind === "regex")
    return { ...expression, test: { ...test, source: `(?:${test.source})(?:${copy})?` } };
  if (test.kind !== "text") return expression;
  const pattern = test.pattern.map((part) =>
    part.kind === "literal" ? { ...part, text: `${part.text}${copy}` } : part,
  );
  return { ...expression, test: { ...test, pattern } };
}

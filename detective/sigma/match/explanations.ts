import { Expression, FieldTest } from "../expression";
import { MatchReason } from "../recordMatcher";
import { commonText, isNull } from "./compileTest";
import { compactJson } from "./compactJson";
import { FieldValues } from "./fieldValues";
import { foldCase } from "./foldCase";
import { scalarText } from "./leaves";
import { valueTest } from "./valueTest";

/** Characters of a value that an explanation shows. */
const LONGEST_VALUE = 200;

/** Explains what rules found in one record; each field is looked up once for all of them. */
export class Explanations {
  private readonly fields = new Map<string | undefined, FieldValues>();

  constructor(private readonly record: unknown) {}

  /** What a verdict rests on, and as little of it as carries it; nothing where the record doesn't match. */
  why(expression: Expression): readonly MatchReason[] {
    return merged(this.of(expression, true) ?? []);
  }

  /** Why an expression holds (or doesn't), or undefined where it doesn't (or does). */
  private of(expression: Expression, holds: boolean): MatchReason[] | undefined {
    switch (expression.kind) {
      case "test":
        return this.test(expression, holds);
      case "not":
        return this.of(expression.of, !holds);
      case "all":
        return holds ? this.every(expression.of, true) : this.first(expression.of, false);
      case "any":
        return holds ? this.first(expression.of, true) : this.every(expression.of, false);
    }
  }

  private every(parts: readonly Expression[], holds: boolean): MatchReason[] | undefined {
    const reasons: MatchReason[] = [];
    for (const part of parts) {
      const some = this.of(part, holds);
      if (!some) return undefined;
      for (const reason of some) reasons.push(reason);
    }
    return reasons;
  }

  private first(parts: readonly Expression[], holds: boolean): MatchReason[] | undefined {
    for (const part of parts) {
      const reasons = this.of(part, holds);
      if (reasons) return reasons;
    }
    return undefined;
  }

  private test(fieldTest: FieldTest, holds: boolean): MatchReason[] | undefined {
    const { field, selection, text } = fieldTest;
    const values = this.values(field);
    const matched = this.matching(fieldTest, values);
    if ((matched !== undefined) !== holds) return undefined;
    // Of what did not match, what stands there instead; a keyword has no one place to look.
    const value = holds ? matched?.value : field === undefined ? undefined : firstText(values);
    return [
      {
        selection,
        ...(field !== undefined && { field }),
        test: text,
        ...(value !== undefined && { value: cut(value) }),
        matched: holds,
      },
    ];
  }

  /** The value that a test matches, where it has one; undefined where the test doesn't hold. */
  private matching(fieldTest: FieldTest, values: FieldValues): { value?: string | undefined } | undefined {
    const { test } = fieldTest;
    if (test.kind === "null") return isNull(values) ? {} : undefined;
    if (test.kind === "exists") return values.present ? { value: firstText(values) } : undefined;
    if (test.kind === "fieldref") {
      const value = commonText(values, this.values(test.field), test.cased);
      return value === undefined ? undefined : { value };
    }
    const ask = valueTest(fieldTest)!;
    if (ask.asks === "value") {
      const found = values.values.find(ask.test);
      return found === undefined ? undefined : { value: scalarText(found) };
    }
    const value = values.texts().find((text) => ask.test(ask.cased ? text : foldCase(text)));
    return value === undefined ? undefined : { value };
  }

  private values(field: string | undefined): FieldValues {
    let values = this.fields.get(field);
    if (!values) this.fields.set(field, (values = FieldValues.of(field).read(this.record)));
    return values;
  }
}

/** Of the many values of a list that a field has none of, one is said and the others are counted. */
function merged(reasons: readonly MatchReason[]): readonly MatchReason[] {
  const groups = new Map<string, { reason: MatchReason; others: number }>();
  for (const reason of reasons) {
    const { selection, field, test, matched } = reason;
    const key = JSON.stringify(matched ? [selection, test] : [selection, field ?? "", "not"]);
    const group = groups.get(key);
    if (!group) groups.set(key, { reason, others: 0 });
    else if (test !== group.reason.test) group.others++;
  }
  return [...groups.values()].map(({ reason, others }) =>
    others === 0 ? reason : { ...reason, test: `${reason.test} (or ${others} more)` },
  );
}

/** The first value that isn't null, an object as its JSON. */
function firstText({ values }: FieldValues): string | undefined {
  const value = values.find((one) => one !== null);
  return typeof value === "object" && value !== null ? compactJson(value) : scalarText(value);
}

function cut(text: string): string {
  if (text.length <= LONGEST_VALUE) return text;
  // Not between the halves of a character.
  return `${text.slice(0, LONGEST_VALUE - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

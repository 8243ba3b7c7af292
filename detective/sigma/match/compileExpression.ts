import { Expression, FieldTest, Test } from "../expression";
import { compileTest, type Check } from "./compileTest";
import type { RecordView } from "./recordView";
import { exactText, foldPattern, type TextTest } from "./textTest";
import { valueTest } from "./valueTest";

type TextFieldTest = FieldTest & { readonly test: Extract<Test, { kind: "text" }> };

/** A check, and about how much it costs beside the others. */
interface Costed {
  readonly check: Check;
  readonly cost: number;
}

/** Compiles expressions for one view; a test that several of them make is made once a record. */
export class ExpressionCompiler {
  private readonly shared = new Map<string, Costed>();

  constructor(private readonly view: RecordView) {}

  /** @throws RegexError, RangeError on a pattern or a network that is none */
  compile(expression: Expression): Check {
    return this.part(expression).check;
  }

  private part(expression: Expression): Costed {
    switch (expression.kind) {
      case "test":
        return this.test(expression);
      case "not": {
        const { check, cost } = this.part(expression.of);
        return { check: () => !check(), cost };
      }
      case "all":
        return both(expression.of.map((part) => this.part(part)));
      case "any":
        return this.any(expression.of);
    }
  }

  private test(test: FieldTest): Costed {
    // JSON has no word for the infinite, which a text of many digits may well be.
    const than = "than" in test.test ? String(test.test.than) : "";
    return this.share(JSON.stringify([test.field, test.test, than]), () => ({
      check: compileTest(test, this.view),
      cost: costOf(test),
    }));
  }

  /** Texts of one field are asked together: the exact ones by one look into a set. */
  private any(parts: readonly Expression[]): Costed {
    const texts = new Map<string, TextFieldTest[]>();
    const others: Costed[] = [];
    for (const part of parts) {
      if (!isTextTest(part)) others.push(this.part(part));
      else {
        const key = `${part.test.cased} ${part.field}`;
        const group = texts.get(key);
        if (group) group.push(part);
        else texts.set(key, [part]);
      }
    }
    for (const group of texts.values())
      others.push(group.length === 1 ? this.test(group[0]!) : this.textGroup(group));
    return either(others);
  }

  private textGroup(group: readonly TextFieldTest[]): Costed {
    const [{ field, test }] = group as [TextFieldTest];
    const key = JSON.stringify([field, test.cased, group.map((one) => one.test.pattern)]);
    return this.share(key, () => {
      const slot = this.view.slot(field);
      const ask = anyOf(group);
      return {
        check: () => slot.now().someText(test.cased, ask),
        cost: Math.max(...group.slice(0, 100).map(costOf)) + 1,
      };
    });
  }

  private share(key: string, make: () => Costed): Costed {
    let costed = this.shared.get(key);
    if (!costed) {
      const { check, cost } = make();
      this.shared.set(key, (costed = { check: this.view.once(check), cost }));
    }
    return costed;
  }
}

function isTextTest(part: Expression): part is TextFieldTest {
  return part.kind === "test" && part.test.kind === "text" && part.field !== undefined;
}

function anyOf(group: readonly TextFieldTest[]): TextTest {
  const exact = new Set<string>();
  const tests: TextTest[] = [];
  for (const one of group) {
    const text = exactText(foldPattern(one.test.pattern, one.test.cased));
    if (text !== undefined) exact.add(text);
    else tests.push(valueTest(one)!.test);
  }
  if (tests.length === 0) return (text) => exact.has(text);
  return (text) => exact.has(text) || tests.some((test) => test(text));
}

function both(parts: Costed[]): Costed {
  const { checks, cost } = cheapestFirst(parts);
  if (checks.length === 1) return { check: checks[0]!, cost };
  return {
    check: () => {
      for (const check of checks) if (!check()) return false;
      return true;
    },
    cost,
  };
}

function either(parts: Costed[]): Costed {
  const { checks, cost } = cheapestFirst(parts);
  if (checks.length === 1) return { check: checks[0]!, cost };
  return {
    check: () => {
      for (const check of checks) if (check()) return true;
      return false;
    },
    cost,
  };
}

/** The order changes nothing: no check throws, and none has an effect. */
function cheapestFirst(parts: Costed[]): { checks: readonly Check[]; cost: number } {
  const sorted = [...parts].sort((a, b) => a.cost - b.cost);
  return { checks: sorted.map(({ check }) => check), cost: sorted.reduce((sum, { cost }) => sum + cost, 0) };
}

function costOf({ field, test }: FieldTest): number {
  if (field === undefined) return 200;
  if (test.kind === "regex") return 20;
  return test.kind === "text" && exactText(test.pattern) === undefined ? 3 : 1;
}

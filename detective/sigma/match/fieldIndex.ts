import { FieldTest } from "../expression";
import { foldCase } from "./foldCase";
import type { FieldSlot } from "./recordView";
import { exactText, foldPattern, textTest, type TextTest } from "./textTest";
import { valueTest } from "./valueTest";

/** Rules by their places. */
type Places = readonly number[];

const NONE: Places = [];
/** Texts of a field whose rules are remembered, and the longest of them in characters. */
const MOST_KNOWN = 5000;
const LONGEST_KNOWN = 300;

/**
 * Finds the rules that a field's values can match, whatever these are: it asks the same texts as the tests do, so a rule
 * is found wherever its test holds.
 */
export class FieldIndex {
  /** By the folded text. */
  private readonly exact = new Map<string, number[]>();
  private readonly others = new Map<
    string,
    { test: (text: string, folded: string) => boolean; rules: number[] }
  >();
  private readonly known = new Map<string, Places>();

  constructor(
    private readonly slot: FieldSlot,
    private readonly found: (rule: number) => void,
  ) {}

  /** @param test a text or a regular expression of this field */
  add(fieldTest: FieldTest, rule: number): void {
    const { test } = fieldTest;
    // Without case a test lets through what it does with case, and more.
    const pattern = test.kind === "text" ? foldPattern(test.pattern, false) : undefined;
    const exact = pattern && exactText(pattern);
    if (exact !== undefined) {
      const rules = this.exact.get(exact);
      if (rules) rules.push(rule);
      else this.exact.set(exact, [rule]);
      return;
    }
    const key = JSON.stringify(pattern ?? test);
    const same = this.others.get(key);
    if (same) same.rules.push(rule);
    else
      this.others.set(key, {
        test: pattern ? ofFolded(textTest(pattern)) : valueTest(fieldTest)!.test,
        rules: [rule],
      });
  }

  /** Hands out the rules for the record that the view is turned to, some perhaps more than once. */
  visit(): void {
    const values = this.slot.now();
    if (this.others.size === 0) values.someText(false, this.handOutExact);
    else values.someText(true, this.handOut);
  }

  /** Made once: both are asked of every record. */
  private readonly handOutExact = (folded: string): boolean => {
    const rules = this.exact.get(folded);
    if (rules) for (const rule of rules) this.found(rule);
    return false;
  };
  private readonly handOut = (text: string): boolean => {
    for (const rule of this.of(text)) this.found(rule);
    return false;
  };

  private of(text: string): Places {
    const known = this.known.get(text);
    if (known) return known;
    const folded = foldCase(text);
    let rules: Places = this.exact.get(folded) ?? NONE;
    for (const { test, rules: more } of this.others.values())
      if (test(text, folded)) rules = [...rules, ...more];
    if (text.length <= LONGEST_KNOWN) {
      if (this.known.size >= MOST_KNOWN) this.known.clear();
      this.known.set(text, rules);
    }
    return rules;
  }
}

function ofFolded(test: TextTest): (text: string, folded: string) => boolean {
  return (_, folded) => test(folded);
}

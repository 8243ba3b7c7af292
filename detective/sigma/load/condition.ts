import { Expression } from "../expression";
import { RulePosition } from "../rulePosition";
import { allOf, anyOf } from "./combine";
import { globMatches } from "./globMatches";
import { Refusal, shown } from "./refusal";
import { TestBudget } from "./testBudget";

/** A selection that conditions can name, and how many tests it has. */
export interface NamedSelection {
  readonly expression: Expression;
  readonly tests: number;
}

export interface ConditionContext {
  readonly selections: ReadonlyMap<string, NamedSelection>;
  readonly budget: TestBudget;
  readonly at: RulePosition;
}

const DEEPEST = 100;

/**
 * Puts the selections into a condition: not binds more than and, and more than or; words count without case.
 *
 * Source: sigma-rules-specification.html, "Condition"
 * @throws Refusal on what is no condition, and on names that no selection has
 */
export function readCondition(text: string, context: ConditionContext): Expression {
  if (text.includes("|"))
    throw new Refusal(
      context.at,
      `the condition ${shown(text)} has an aggregation, which Sigma 2 dropped`,
      "write a correlation: event_count or value_count for count(), temporal for near",
    );
  return new Parser(text, context).condition();
}

class Parser {
  readonly tokens: readonly string[];
  #place = 0;

  constructor(
    readonly text: string,
    readonly context: ConditionContext,
  ) {
    this.tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  }

  condition(): Expression {
    const expression = this.#or(0);
    if (this.#peek() !== undefined)
      this.#refuse(`${shown(this.#peek()!)} does not belong there`, "put and or or before it");
    return expression;
  }

  #or(depth: number): Expression {
    const parts = [this.#and(depth)];
    while (this.#take("or")) parts.push(this.#and(depth));
    return anyOf(parts);
  }

  #and(depth: number): Expression {
    const parts = [this.#not(depth)];
    while (this.#take("and")) parts.push(this.#not(depth));
    return allOf(parts);
  }

  #not(depth: number): Expression {
    let negated = false;
    while (this.#take("not")) negated = !negated;
    const part = this.#part(depth);
    return negated ? { kind: "not", of: part } : part;
  }

  #part(depth: number): Expression {
    if (depth > DEEPEST) this.#refuse(`more than ${DEEPEST} parentheses in each other`, "take some out");
    const token = this.#peek();
    if (token === undefined) this.#refuse("it ends where a selection should stand", "name a selection");
    if (this.#take("(")) {
      const inner = this.#or(depth + 1);
      if (!this.#take(")")) this.#refuse("a parenthesis is not closed", "close it");
      return inner;
    }
    const word = token.toLowerCase();
    this.#place++;
    if (this.#peek()?.toLowerCase() === "of" && this.tokens[this.#place + 1] !== undefined) {
      this.#place++;
      if (word === "1" || word === "any" || word === "all") return this.#several(word);
      this.#refuse(`${shown(token)} of is not understood`, "use 1 of, any of or all of");
    }
    if (token === ")" || ["and", "or", "not", "of"].includes(word))
      this.#refuse(`${shown(token)} stands where a selection should`, "name a selection");
    return this.#named(token);
  }

  #several(word: string): Expression {
    const pattern = this.#peek()!;
    this.#place++;
    const names = [...this.context.selections.keys()].filter((name) => selects(pattern, name));
    if (names.length === 0)
      this.#refuse(`no selection is called ${shown(pattern)}`, `the selections are ${this.#names()}`);
    const parts = names.map((name) => this.#named(name));
    return word === "all" ? allOf(parts) : anyOf(parts);
  }

  #named(name: string): Expression {
    const selection = this.context.selections.get(name);
    if (!selection)
      this.#refuse(`no selection is called ${shown(name)}`, `the selections are ${this.#names()}`);
    this.context.budget.spend(selection.tests, this.context.at);
    return selection.expression;
  }

  #names(): string {
    return [...this.context.selections.keys()].slice(0, 20).map(shown).join(", ");
  }

  #peek(): string | undefined {
    return this.tokens[this.#place];
  }

  #take(word: string): boolean {
    const found = this.#peek()?.toLowerCase() === word;
    if (found) this.#place++;
    return found;
  }

  #refuse(problem: string, help: string): never {
    throw new Refusal(this.context.at, `the condition ${shown(this.text.trim())}: ${problem}`, help);
  }
}

/** Selections that begin with an underscore are left out unless the pattern names one. */
function selects(pattern: string, name: string): boolean {
  if (name.startsWith("_") && !pattern.startsWith("_")) return false;
  return pattern.toLowerCase() === "them" || globMatches(pattern, name);
}

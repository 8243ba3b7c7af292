/** `undecided`: it hangs on something that is not known here; never to be taken for either of the others. */
export type Ternary = "yes" | "no" | "undecided";

export function allOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes("no")) return "no";
  return answers.includes("undecided") ? "undecided" : "yes";
}

export function anyOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes("yes")) return "yes";
  return answers.includes("undecided") ? "undecided" : "no";
}

export function opposite(answer: Ternary): Ternary {
  return answer === "undecided" ? answer : yesOrNo(answer === "no");
}

export function yesOrNo(holds: boolean): Ternary {
  return holds ? "yes" : "no";
}

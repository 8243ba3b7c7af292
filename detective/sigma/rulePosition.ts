/** Where something stands in a rule's file. */
export interface RulePosition {
  /** As it was given; for a text of a program's own, the name it gave. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** `rules/a.yml:12:5`, which terminals and editors open. */
export function positionText({ file, line, column }: RulePosition): string {
  return `${file}:${line}:${column}`;
}

import { Mark } from "../timeline/timeline";

/** What matters most comes first. */
export const MARKS: readonly Mark[] = [
  "tracks-covered",
  "escalation",
  "persistence",
  "data-access",
  "first-contact",
  "denied",
];

const WORDS: Readonly<Record<Mark, string>> = {
  "tracks-covered": "tracks covered",
  escalation: "escalation",
  persistence: "persistence",
  "data-access": "data access",
  "first-contact": "first contact",
  denied: "denied",
};

export function markWords(mark: Mark): string {
  return WORDS[mark] ?? String(mark);
}

/** The one of several that matters most; undefined where there is none. */
export function topMark(marks: readonly Mark[]): Mark | undefined {
  return MARKS.find((mark) => marks.includes(mark));
}

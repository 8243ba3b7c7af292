import { Comparison } from "../expression";

/** Source: RFC 8259, section 6. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** The number that a value is: a number, or a text that is one JSON number. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && JSON_NUMBER.test(value) ? Number(value) : undefined;
}

/** How two numbers compare. */
export const COMPARE: Readonly<Record<Comparison | "eq", (value: number, than: number) => boolean>> = {
  lt: (value, than) => value < than,
  lte: (value, than) => value <= than,
  gt: (value, than) => value > than,
  gte: (value, than) => value >= than,
  eq: (value, than) => value === than,
};

import { CorrelationCondition } from "../rule";

const JUDGES: Readonly<Record<CorrelationCondition["comparison"], (value: number, than: number) => boolean>> =
  {
    gt: (value, than) => value > than,
    gte: (value, than) => value >= than,
    lt: (value, than) => value < than,
    lte: (value, than) => value <= than,
    eq: (value, than) => value === than,
    neq: (value, than) => value !== than,
  };

/** Whether a count meets all of a correlation's conditions. */
export function meets(value: number, conditions: readonly CorrelationCondition[]): boolean {
  return conditions.every(({ comparison, than }) => JUDGES[comparison](value, than));
}

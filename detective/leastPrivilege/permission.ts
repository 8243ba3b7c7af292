/** What a policy must allow for one call. */
export interface Permission {
  /** `prefix:Action` as AWS spells it. */
  action: string;
  /** Patterns, escaped; `*` where nothing narrower can be said. */
  resources: readonly string[];
  /** Why the resources are wider than the call. */
  wide?: string;
  condition?: Condition;
  /** The AWS service that made the call on the principal's behalf. */
  via?: string;
}

/** A policy statement's Condition: operator, key, values. */
export type Condition = Readonly<Record<string, Readonly<Record<string, readonly string[] | string>>>>;

/** What a property holds, down to its nested blocks. */
export type Shape =
  | "text"
  | "flag"
  | "count"
  | "textMap"
  | "json"
  | { listOf: Field }
  | { setOf: Field }
  | { block: Record<string, Field> };

/** One input of a resource: what it holds and what a change of it means. */
export interface Field {
  shape: Shape;
  required?: boolean;
  /** What AWS or the vendor's plugin takes when the program says nothing. */
  default?: unknown;
  /** AWS chooses when the program says nothing, so "nothing" is never a change. */
  computed?: boolean;
  /** A change makes a new resource. */
  replaces?: boolean;
  /** No API tells its value: it lives in the state only (`forceDestroy`, `deletionWindowInDays`). */
  stateOnly?: boolean;
  /** The vendor has it, this provider does not: why, or what to use instead. */
  refused?: string;
  /** The values allowed, when there are few. */
  oneOf?: readonly unknown[];
  /** Says whether two present values mean the same, when that is more than equality. */
  same?: (was: unknown, want: unknown) => boolean;
}

type Options = Omit<Field, "shape">;

export const text = (options: Options = {}): Field => ({ shape: "text", ...options });
export const flag = (options: Options = {}): Field => ({ shape: "flag", ...options });
export const count = (options: Options = {}): Field => ({ shape: "count", ...options });
export const textMap = (options: Options = {}): Field => ({ shape: "textMap", ...options });
/** A JSON document as text; an object is written as JSON first, as the vendor's plugin does. */
export const json = (options: Options = {}): Field => ({ shape: "json", ...options });
export const listOf = (item: Field, options: Options = {}): Field => ({
  shape: { listOf: item },
  ...options,
});
export const setOf = (item: Field, options: Options = {}): Field => ({ shape: { setOf: item }, ...options });
export const block = (fields: Record<string, Field>, options: Options = {}): Field => ({
  shape: { block: fields },
  ...options,
});

/** An input the vendor has and this provider refuses by name. */
export const unserved = (refused = "not served by the sandbox's provider"): Field => ({
  shape: "text",
  refused,
});

/** The `region` input every regional resource has since version 7 of the vendor's plugin. */
export const region = text({ replaces: true, computed: true });

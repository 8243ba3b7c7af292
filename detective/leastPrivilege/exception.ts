import { Call } from "./call";

/** One IAM action that a call needs, and on what, where that isn't what the parameters say at first sight. */
export interface Need {
  /** `prefix:Action`, spelled as AWS does. */
  action: string;
  /** Patterns for the policy, escaped. @default found by the action's resource types */
  resources?: readonly string[];
  /** Texts to look for resources in. @default the call's own parameters */
  parameters?: Readonly<Record<string, unknown>>;
  /** Why the resource is wider than the call. */
  wide?: string;
}

/** What an API that isn't called like its IAM action needs. */
export type Exception =
  | { needs: readonly Need[] }
  /** It needs no permission, and why. */
  | { nothing: string }
  /** No action can be named, and why. */
  | { unmapped: string };

/** An action's name (of the same service, or with its prefix), or what to work out from the call. */
export type ExceptionRule = string | ((call: Call) => Exception);

export type ExceptionRules = Readonly<Record<string, ExceptionRule>>;

export function needs(...actions: (string | Need)[]): Exception {
  return { needs: actions.map((action) => (typeof action === "string" ? { action } : action)) };
}

/** What the process ends with. */
export const exitCode = {
  fine: 0,
  /** Something was found, or a check failed. */
  found: 1,
  wrongUse: 2,
  /** The answer is not complete, or there is none; wins over `found`, but for `validate`, whose finding is a proof. */
  incomplete: 3,
  interrupted: 130,
} as const;

/** Whether an AWS API call failed with one of these error codes. */
export function isApiError(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && codes.includes(error.name);
}

/** Undefined instead of an error with one of these codes, for calls that ask for what may not be there. */
export async function unlessMissing<T>(answer: Promise<T>, ...codes: string[]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isApiError(error, ...codes)) return undefined;
    throw error;
  }
}

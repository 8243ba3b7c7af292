/**
 * Runs something and cleans up after it, whatever happens; when both fail, the run's own error wins and the
 * clean-up's is told.
 */
export async function thenCleanUp<T>(
  run: () => Promise<T>,
  cleanUp: () => Promise<void>,
  tell: (cleanUpError: unknown) => void,
): Promise<T> {
  let result: T;
  try {
    result = await run();
  } catch (error) {
    try {
      await cleanUp();
    } catch (cleanUpError) {
      tell(cleanUpError);
    }
    throw error;
  }
  await cleanUp();
  return result;
}

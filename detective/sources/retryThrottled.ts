import { Clock } from "../clock";

export interface RetryOptions {
  /** How often to try in all. */
  attempts: number;
  clock: Clock;
  /** 0 to 1. */
  random: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;

/** CloudTrail answers with HTTP 400 and ThrottlingException; other names are what emulators and sibling APIs say. */
const THROTTLES = new Set([
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "SlowDown",
]);

export function isThrottle(error: unknown): boolean {
  return error instanceof Error && THROTTLES.has(error.name);
}

/**
 * Calls again while the answer is a throttle, waiting a random part of a doubling time (so that many callers spread).
 *
 * @throws the last throttle when the attempts are used up; any other error at once
 */
export async function retryThrottled<T>(call: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!isThrottle(error) || attempt >= options.attempts) throw error;
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
      await options.clock.sleep(Math.round(options.random() * longest));
    }
  }
}

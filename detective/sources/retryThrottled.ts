import { Clock } from "../clock";
import { awsErrorKind } from "../explainAwsError";

export interface RetryOptions {
  /** How often to try a throttled call in all. */
  attempts: number;
  clock: Clock;
  /** 0 to 1. */
  random: () => number;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** A dropped connection or a fault of the service is worth fewer tries than a throttle, a hanging one fewest. */
const ATTEMPTS = { dropped: 3, service: 3, timeout: 2 } as const;

/**
 * Calls again while the answer is a throttle, or a few times where it got lost on its way, waiting a random part of a
 * doubling time (so that many callers spread).
 *
 * @param givenUp asked before each further try
 * @throws the last error when the attempts are used up; an error that trying again can't mend at once
 */
export async function retryThrottled<T>(
  call: () => Promise<T>,
  options: RetryOptions,
  givenUp: () => boolean = () => false,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (givenUp() || attempt >= attemptsFor(error, options.attempts)) throw error;
      const longest = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
      await options.clock.sleep(Math.round(options.random() * longest));
    }
  }
}

function attemptsFor(error: unknown, throttled: number): number {
  switch (awsErrorKind(error)) {
    case "throttled":
      return throttled;
    case "dropped":
      return Math.min(throttled, ATTEMPTS.dropped);
    case "service":
      return Math.min(throttled, ATTEMPTS.service);
    case "timeout":
      return Math.min(throttled, ATTEMPTS.timeout);
    default:
      return 1;
  }
}

import { setTimeout as delay } from "node:timers/promises";

/** Time as the sources see it, so that a test can run an hour in no time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) => {
    await delay(ms);
  },
};

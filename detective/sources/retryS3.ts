import { Clock } from "../clock";
import { AwsErrorKind, awsErrorKind } from "../explainAwsError";
import { isJsonObject } from "../json";

export interface RetryS3Options {
  clock: Clock;
  /** 0 to 1. */
  random: () => number;
  /** Asked before each further try. */
  givenUp: () => boolean;
}

const LONGEST_WAIT_MS = 8_000;

/** How often to try in all, and the longest wait before the second try, in ms; it doubles from then on. */
const PATIENCE: Partial<Record<AwsErrorKind, { attempts: number; waitMs: number }>> = {
  throttled: { attempts: 8, waitMs: 400 },
  service: { attempts: 5, waitMs: 400 },
  timeout: { attempts: 2, waitMs: 100 },
  dropped: { attempts: 4, waitMs: 20 },
};
/** What is not known may have happened on its way. */
const ONCE_MORE = { attempts: 2, waitMs: 0 };

/**
 * Calls S3 again while it is overloaded, and a few times where an answer got lost or broke off.
 *
 * @throws the last error; at once what S3 itself answers, and an abort
 */
export async function retryS3<T>(
  call: () => Promise<T>,
  { clock, random, givenUp }: RetryS3Options,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const { attempts, waitMs } = PATIENCE[kindOf(error)] ?? (isAnswer(error) ? NEVER : ONCE_MORE);
      if (givenUp() || attempt >= attempts) throw error;
      await clock.sleep(Math.round(random() * Math.min(LONGEST_WAIT_MS, waitMs * 2 ** (attempt - 1))));
    }
  }
}

const NEVER = { attempts: 1, waitMs: 0 };

/** Whether S3 or KMS asks for fewer requests, or doesn't keep up with them. */
export function isOverload(error: unknown): boolean {
  return ["throttled", "timeout", "service"].includes(kindOf(error));
}

function kindOf(error: unknown): AwsErrorKind {
  const { name, code } = isJsonObject(error) ? error : {};
  // The SDK calls a connection that was closed a timeout too.
  if (code === "ECONNRESET" || code === "EPIPE") return "dropped";
  // An object that was overwritten while it was read is read again from its beginning.
  if (name === "PreconditionFailed") return "dropped";
  return typeof name === "string" && /^KMS\..*(Throttl|LimitExceeded)/.test(name)
    ? "throttled"
    : awsErrorKind(error);
}

/** Whether S3 itself said no. */
function isAnswer(error: unknown): boolean {
  const metadata = isJsonObject(error) ? error.$metadata : undefined;
  const status = isJsonObject(metadata) ? metadata.httpStatusCode : undefined;
  return typeof status === "number" && status >= 300;
}

import type { World } from "./activity";
import { operatorClients, userClients, type AwsClients } from "./awsClients";
import { poll } from "./poll";
import type { Target } from "./target";

/** A world, and the way to let go of its connections. */
export interface OpenWorld extends World {
  close(): void;
}

/** Sets the stage for a run's activities. */
export function openWorld(
  target: Target,
  run: {
    correlationId: string;
    suffix: string;
    trailArn: string;
    trailName: string;
    bucketName: string;
    signal?: AbortSignal | undefined;
  },
): OpenWorld {
  const actors = new Map<string, AwsClients>();
  const operator = operatorClients(target, run.correlationId);
  const actor = (who: string) => () => {
    const clients = actors.get(who);
    if (clients === undefined)
      throw new Error(`${who} has not been admitted yet; "two-users" must run first`);
    return clients;
  };
  const { signal } = run;
  const deadline = target.patience.permissions;
  return {
    partition: run.trailArn.split(":")[1] ?? "",
    trailName: run.trailName,
    bucketName: run.bucketName,
    operator,
    names: { newcomer: `newcomer-${run.suffix}`, auditor: `auditor-${run.suffix}` },
    newcomer: actor("newcomer"),
    auditor: actor("auditor"),
    async admit(who, accessKeyId, secretAccessKey) {
      const clients = userClients(target, run.correlationId, { accessKeyId, secretAccessKey });
      actors.set(who, clients);
      await poll(() => keysAreKnown(clients), { what: `AWS to know the keys of ${who}`, deadline, signal });
    },
    async allowed(call) {
      const { result } = await poll(() => unlessDenied(call), {
        what: "permissions to spread: a call that must succeed is denied",
        deadline,
        signal,
      });
      return result;
    },
    close: () => {
      for (const clients of [operator, ...actors.values()]) clients.destroy();
    },
  };
}

/** Undefined as long as the keys are new to AWS; that the user may do nothing yet is no matter. */
async function keysAreKnown({ iam }: AwsClients): Promise<true | undefined> {
  try {
    await iam.getUser({});
    return true;
  } catch (error) {
    if (nameOf(error).startsWith("AccessDenied")) return true;
    if (/^(InvalidClientTokenId|InvalidAccessKeyId)/.test(nameOf(error))) return undefined;
    throw error;
  }
}

async function unlessDenied<T>(call: () => Promise<T>): Promise<{ result: T } | undefined> {
  try {
    return { result: await call() };
  } catch (error) {
    if (/^(AccessDenied|UnauthorizedOperation)/.test(nameOf(error))) return undefined;
    throw error;
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

import type { Clients } from "../../../../sandbox/provider/clients";

/** A call that was made: `service.operation` and its input. */
export type RecordedCall = [operation: string, input: unknown];

/** What each operation answers: a value, a function of its input, or an error to throw. */
export type Answers = Record<string, unknown>;

const readers = /\.(get|list|describe|head)/;
const services: (keyof Clients)[] = [
  "athena",
  "cloudtrail",
  "cloudwatch",
  "ec2",
  "eventbridge",
  "glue",
  "iam",
  "kms",
  "logs",
  "s3",
  "sns",
  "sqs",
  "sts",
];

/** An error as AWS's SDK throws it: the code is its name. */
export function apiError(code: string, message = code): Error {
  const error = new Error(message);
  error.name = code;
  return error;
}

/** Clients that record every call and answer from a table; a call without an answer fails the test. */
export class FakeAws {
  readonly calls: RecordedCall[] = [];
  readonly regions: string[] = [];

  constructor(public answers: Answers = {}) {}

  /** Calls that changed something, in order. */
  get changes(): RecordedCall[] {
    return this.calls.filter(([operation]) => !readers.test(operation));
  }

  forget(): void {
    this.calls.length = 0;
  }

  readonly clients = (_settings: unknown, region: string): Clients => {
    this.regions.push(region);
    const made = services.map((service) => [service, () => Promise.resolve(this.#client(service))]);
    return Object.fromEntries(made) as Clients;
  };

  #client(service: string): unknown {
    return new Proxy(
      {},
      {
        get: (_target, method) => {
          // A promise must not take the client for a promise.
          if (typeof method !== "string" || method === "then") return undefined;
          return async (input: unknown): Promise<unknown> => {
            const operation = `${service}.${method}`;
            this.calls.push([operation, withoutUndefined(input)]);
            if (!(operation in this.answers)) throw new Error(`unexpected call ${operation}`);
            const answer = this.answers[operation];
            const given: unknown =
              typeof answer === "function" ? (answer as (i: unknown) => unknown)(input) : answer;
            if (given instanceof Error) throw given;
            return await Promise.resolve(given ?? {});
          };
        },
      },
    );
  }
}

function withoutUndefined(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

import type { AwsClients } from "./awsClients";

/** An event that an activity must leave in the trail. */
export interface ExpectedEvent {
  eventSource: string;
  eventName: string;
  /** The user's name, or `root`; for a target whose operator's name is not known, left out. */
  user?: string;
  /** What the record's errorCode must match; a call that must succeed has none. */
  errorCode?: RegExp;
}

/** An alert that an activity must set off where the program under test tells somebody. */
export interface ExpectedAlert {
  eventName: string;
  /** The user's name. */
  user: string;
}

/** What activities act in. */
export interface World {
  partition: string;
  trailName: string;
  bucketName: string;
  /** Whose keys the run was started with. */
  operator: AwsClients;
  /** IAM users that the run makes: the one who does harm, and the one who looks at the log bucket. */
  names: { newcomer: string; auditor: string };
  newcomer: () => AwsClients;
  auditor: () => AwsClients;
  /** Makes an IAM user known by name and keys, once AWS knows the keys. */
  admit: (who: "newcomer" | "auditor", accessKeyId: string, secretAccessKey: string) => Promise<void>;
  /** Tries a call that must succeed until permissions have spread. */
  allowed: <T>(call: () => Promise<T>) => Promise<T>;
}

/** Something that is done to be found again; undone after the questions, the last first. */
export interface Activity {
  /** kebab-case. */
  id: string;
  /** What it does, as the end of "the run …". */
  does: string;
  expects(world: World): ExpectedEvent[];
  /** What somebody must be told of it. @default nothing */
  alerts?(world: World): ExpectedAlert[];
  run(world: World): Promise<void>;
  /** Must not mind when `run` never got far. */
  undo?(world: World): Promise<void>;
}

/**
 * Makes a call that must fail.
 * @throws Error when it succeeds, or fails otherwise
 */
export async function mustFail(call: () => Promise<unknown>, name: RegExp): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (error instanceof Error && name.test(error.name)) return;
    throw error;
  }
  throw new Error(`a call that must fail with ${name.source} succeeded`);
}

/** Undoes what may not be there. */
export async function ifThere(call: () => Promise<unknown>): Promise<void> {
  try {
    await call();
  } catch (error) {
    if (!(error instanceof Error && /^(NoSuch|.*NotFound)/.test(error.name))) throw error;
  }
}

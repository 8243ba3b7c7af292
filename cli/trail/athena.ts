import { AthenaProgress } from "../../detective/athena/runAthena";
import { AthenaSession, openAthena } from "../../detective/athena/athenaSession";
import { parseAthenaAddress } from "../../detective/athena/athenaAddress";
import { bytesText, usdText } from "../../detective/athena/scanPrice";
import { readAthenaCost, type AthenaCostOptions } from "../options/athenaOptions";
import type { Progress } from "../progress";
import type { Account } from "./account";

/** What is shown and asked while Athena works. */
export interface AthenaWatcher {
  signal: AbortSignal;
  say: (line: string) => void;
  /** Whether to go on, of somebody who is there to be asked; false where nobody is. */
  ask: (question: string) => Promise<boolean>;
}

/** What of the log files is read, and for how much. */
export interface AthenaReadOptions extends AthenaCostOptions {
  from: string;
  account?: string[];
  region?: string[];
}

/**
 * Opens the workgroup and the table that `--from athena:…` names.
 *
 * @throws UsageError, QueryError on options that can't be meant; AthenaError where there is no such thing
 */
export async function openAthenaSession(
  options: AthenaReadOptions,
  account: Account,
  { signal, say, ask }: AthenaWatcher,
): Promise<AthenaSession> {
  const { from, account: accounts = [], region: regions = [] } = options;
  const address = parseAthenaAddress(from);
  const cost = readAthenaCost(options);
  return openAthena({
    client: await account.athena(),
    listing: await account.s3(),
    address,
    ...cost,
    ...(accounts.length > 0 && { accounts }),
    ...(regions.length > 0 && { regions }),
    agree: ({ text }) => ask(`${text} Go on?`),
    signal,
    onProgress: (progress) => say(progressLine(progress)),
  });
}

/** For example `Athena: running, 1.2 GB scanned, 12 s, query 1a2b…`. */
function progressLine({ state, bytes, seconds, queryId }: AthenaProgress): string {
  return `Athena: ${state.toLowerCase()}, ${bytesText(bytes)} scanned, ${Math.round(seconds)} s, query ${queryId}`;
}

/** For example `1.2 GB scanned, about 0.0060 USD, query 1a2b…`; nothing where no query was run. */
export function spentText({ scanned }: Pick<AthenaSession, "scanned">): string | undefined {
  if (!scanned) return undefined;
  const { bytes, usd, queryIds } = scanned;
  const queries = queryIds.length === 1 ? "query" : "queries";
  return `${bytesText(bytes)} scanned, about ${usdText(usd)}, ${queries} ${queryIds.join(", ")}`;
}

/** Asks on the terminal, while progress leaves it alone; where nobody can be asked, the answer is no. */
export function askOnTerminal(progress: Progress): (question: string) => Promise<boolean> {
  return async (question) => {
    if (!process.stdin.isTTY || !process.stderr.isTTY) return false;
    return progress.aside(async () => {
      const { createInterface } = await import("node:readline/promises");
      const terminal = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
      } finally {
        terminal.close();
      }
    });
  };
}

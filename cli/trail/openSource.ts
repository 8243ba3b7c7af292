import { existsSync } from "node:fs";
import { isAthenaAddress } from "../../detective/athena/athenaAddress";
import type { AthenaSession } from "../../detective/athena/athenaSession";
import { athenaSource } from "../../detective/athena/athenaSource";
import {
  isS3Uri,
  logFiles,
  lookupEvents,
  parseS3Uri,
  s3LogFiles,
  type FilesProgress,
  type HistoryProgress,
  type LookupEventsOptions,
  type PullProgress,
  type RegionClient,
  type Source,
} from "../../detective";
import type { TrailOptions } from "../options/trailOptions";
import { UsageError } from "../usageError";
import type { Account } from "./account";
import { openAthenaSession, type AthenaWatcher } from "./athena";
import { askedRegions } from "./trailRegions";

/** What an open source tells while it is read. */
export interface Watcher extends AthenaWatcher {
  /** Athena was opened: whoever ends early waits until it has settled. */
  onAthena: (session: AthenaSession) => void;
  /** How far a Region is. */
  onProgress: (progress: HistoryProgress, regions: number) => void;
  /** How many files were read so far. */
  onFiles: (progress: FilesProgress) => void;
}

/** Whether `--from` names files, which are read to their beginning unless somebody says otherwise. */
export function fromFiles({ from }: Pick<TrailOptions, "from">): boolean {
  return from !== "api" && !isAthenaAddress(from);
}

/**
 * Opens what `--from` names.
 *
 * @throws UsageError when it names nothing that there is
 */
export async function openSource(
  options: TrailOptions,
  account: () => Promise<Account>,
  watcher: Watcher,
): Promise<Source> {
  const { from } = options;
  if (!isS3Uri(from)) checkNoMirror(options);
  if (from === "api") return openApi(options, await account(), watcher);
  if (isAthenaAddress(from)) {
    const session = await openAthenaSession(options, await account(), watcher);
    watcher.onAthena(session);
    return athenaSource(session);
  }
  const scope = { ...fileScope(options), ...fileWatch(watcher) };
  if (isS3Uri(from)) {
    const place = parseS3Uri(from);
    return s3LogFiles({
      client: await (await account()).s3(),
      ...place,
      ...scope,
      ...mirror(options, watcher),
    });
  }
  if (existsSync(from)) return logFiles(from, scope);
  throw new UsageError(
    `--from ${from}: there is no such folder or file; use api, a path, s3://bucket/prefix, or athena:workgroup`,
  );
}

/** Which of the files are read. */
export function fileScope({
  region = [],
  account = [],
  deliveryDays,
}: Pick<TrailOptions, "region" | "account" | "deliveryDays">) {
  return {
    ...(deliveryDays !== undefined && { deliveryDays }),
    ...(region.length > 0 && { regions: region }),
    ...(account.length > 0 && { accounts: account }),
  };
}

/** Where a bucket is mirrored. */
export function mirror(
  { mirror: folder }: Pick<TrailOptions, "mirror">,
  { onFiles }: Pick<Watcher, "onFiles">,
) {
  if (folder === undefined) return {};
  return { mirror: folder, onMirror: ({ looked }: PullProgress) => onFiles({ files: looked, records: 0 }) };
}

/** @throws UsageError where a mirror of something else than a bucket is asked for */
export function checkNoMirror({ mirror: folder }: Pick<TrailOptions, "mirror">): void {
  if (folder === undefined) return;
  throw new UsageError(
    `--mirror ${folder}: only a bucket is mirrored; use it with --from s3://bucket/prefix`,
  );
}

/** How the reading of files is watched and ended. */
export function fileWatch({ signal, onFiles }: Pick<Watcher, "signal" | "onFiles">) {
  return { signal, onFiles };
}

async function openApi(options: TrailOptions, account: Account, watcher: Watcher): Promise<Source> {
  return lookupEvents(...(await apiReading(options, account, watcher)));
}

/** What LookupEvents is read with. */
export async function apiReading(
  options: TrailOptions,
  account: Account,
  watcher: Watcher,
): Promise<[regions: readonly RegionClient[], options: LookupEventsOptions]> {
  if (options.account)
    throw new UsageError("--account is for log files: the API knows the account of the credentials only");
  const { regions, disabled } = await askedRegions(options, account);
  const clients = await Promise.all(
    regions.map(async (region) => ({ region, client: await account.cloudTrail(region) })),
  );
  return [
    clients,
    {
      requestsPerSecond: requestsPerSecond(account),
      requestTimeoutMs: account.requestMs,
      disabledRegions: disabled,
      signal: watcher.signal,
      onProgress: (progress) => watcher.onProgress(progress, regions.length),
    },
  ];
}

/** AWS allows two a second, by its own address and by an interface endpoint; an emulator has no such limit. */
function requestsPerSecond({ endpoint }: Account): number {
  return endpoint === undefined || /\.amazonaws\.com(\.cn)?$/.test(new URL(endpoint).hostname) ? 2 : Infinity;
}

import { explainAwsError } from "../../detective/explainAwsError";
import { isS3Uri, parseS3Uri } from "../../detective/sources/s3Uri";
import { listKeys } from "../../detective/integrity/apiKeys";
import { folderOf as digestFolder, parseDigestName } from "../../detective/integrity/digestName";
import { WholeFile } from "../../detective/integrity/evidenceWriter";
import { findPlaces } from "../../detective/integrity/findPlaces";
import { keyFileText, type PublicKey } from "../../detective/integrity/publicKey";
import { count } from "../../detective/wording";
import type { Call } from "../command";
import type { ValidateCallOptions } from "../commands/validate";
import { exitCode } from "../exitCode";
import { NoAnswerError } from "../noAnswerError";
import { note } from "../note";
import type { Range } from "../options/readTime";
import { openAccount } from "../trail/account";
import { UsageError } from "../usageError";
import { cloudTrailOf } from "./cloudTrailOf";
import { folderOf, regionsOf, s3Store } from "./validateSources";

const HOUR_MS = 3_600_000;

/**
 * Writes the keys of Regions and times to a file: those of a source's digests, or those that were asked for.
 *
 * @throws NoAnswerError where a Region's can't be had: half a list would make honest digests look forged
 */
export async function exportKeys(
  call: Call,
  options: ValidateCallOptions,
  range: Range,
  path: string,
): Promise<number> {
  const { from, to, regions } = await spanOf(call, options, range);
  const clientOf = cloudTrailOf(options, call.io.env);
  const keys: PublicKey[] = [];
  const refused: string[] = [];
  for (const region of regions) {
    try {
      keys.push(...(await listKeys(await clientOf(region), region, from, to + 2 * HOUR_MS)));
    } catch (error) {
      refused.push(explainAwsError(error, { call: "cloudtrail:ListPublicKeys", region }));
    }
  }
  if (refused.length > 0)
    throw new NoAnswerError(`${path} was not written, since keys are missing: ${refused.join(" ")}`);
  let file: WholeFile;
  try {
    file = await WholeFile.create(path);
  } catch (error) {
    throw new UsageError(`--export-keys ${path}: ${(error as Error).message}`);
  }
  try {
    await file.write(keyFileText(keys));
    await file.keep();
  } finally {
    await file.drop();
  }
  note(call, `${path}: ${count(keys.length, "key")} of ${count(regions.length, "Region")}`);
  return exitCode.fine;
}

async function spanOf(
  call: Call,
  options: ValidateCallOptions,
  { startTime, endTime }: Range,
): Promise<{ from: number; to: number; regions: readonly string[] }> {
  const [source] = call.args;
  const now = call.io.now();
  if (source === undefined) {
    if (!startTime) {
      throw new UsageError(
        "--export-keys needs --since: from when on the keys are wanted; or a source whose digests say so",
      );
    }
    const { regions, unknown } = await regionsOf(options, await openAccount(options, call.io.env));
    if (unknown !== undefined) throw new NoAnswerError(unknown);
    return { from: startTime.getTime(), to: endTime?.getTime() ?? now, regions };
  }
  const store = isS3Uri(source) ? await s3Store(call, options, source) : await folderOf(source, options);
  const prefix = isS3Uri(source) ? parseS3Uri(source).prefix : "";
  const places = await findPlaces(store, prefix, {
    ...(options.account && { accounts: options.account }),
    ...(options.region && { regions: options.region }),
  });
  let [first, last] = [Infinity, -Infinity];
  for (const place of places) {
    for await (const { key } of store.objects(digestFolder(place, "CloudTrail-Digest"))) {
      const time = parseDigestName(key)?.endTime ?? NaN;
      if (time < first) first = time;
      if (time > last) last = time;
    }
  }
  if (last === -Infinity)
    throw new NoAnswerError(`${source}: there are no digests whose keys could be asked for`);
  // A backfill digest is signed later than the hour that it is about.
  return {
    from: startTime?.getTime() ?? first - HOUR_MS,
    to: now,
    regions: [...new Set(places.map(({ region }) => region))],
  };
}

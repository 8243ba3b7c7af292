import { isS3Uri, parseS3Uri, type KnownPlaces } from "../../detective";
import type { TrailOptions } from "../options/trailOptions";
import { openAccount, type Account } from "./account";
import { fromFiles } from "./openSource";

/** Where the logs are: as CloudTrail says, or in the bucket that they are read from; of files on disk it is not known. */
export async function knownPlaces(options: TrailOptions, env: NodeJS.ProcessEnv): Promise<KnownPlaces> {
  const { from } = options;
  if (!fromFiles(options)) return logPlaces(await openAccount(options, env));
  return isS3Uri(from) ? { buckets: [parseS3Uri(from).bucket] } : {};
}

/**
 * Where the account's trails deliver, as CloudTrail says; nothing where it refuses to say, since the events may tell
 * as well and the question itself says when nothing does.
 */
async function logPlaces(account: Account): Promise<KnownPlaces> {
  try {
    const { trailList = [] } = await (await account.cloudTrail(account.region)).describeTrails({});
    return {
      buckets: trailList.flatMap(({ S3BucketName }) => S3BucketName ?? []),
      keys: trailList.flatMap(({ KmsKeyId }) => KmsKeyId ?? []),
      logGroups: trailList.flatMap(({ CloudWatchLogsLogGroupArn }) => CloudWatchLogsLogGroupArn ?? []),
    };
  } catch {
    return {};
  }
}

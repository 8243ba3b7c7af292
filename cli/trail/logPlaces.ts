import type { KnownPlaces } from "../../detective";
import type { Account } from "./account";

/**
 * Where the account's trails deliver, as CloudTrail says; nothing where it refuses to say, since the events may tell
 * as well and the question itself says when nothing does.
 */
export async function logPlaces(account: Account): Promise<KnownPlaces> {
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

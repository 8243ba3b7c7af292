import { parseArn } from "../arn";
import { LogGroupReader } from "./alarmClients";
import { Fact, absent, readFact, readFrom, value } from "./fact";
import { readPages } from "./readPages";
import { LogGroup, Trail } from "./trailFacts";

/** The ARN of the log group that a trail delivers to; trails write it with `:*` at its end. */
export function logGroupArn({ name, CloudWatchLogsLogGroupArn }: Trail): Fact<string> {
  return CloudWatchLogsLogGroupArn
    ? value(CloudWatchLogsLogGroupArn.replace(/:\*$/, ""))
    : absent(`trail ${name} delivers to no log group of CloudWatch Logs`);
}

export function logGroupName(arn: string): string {
  return (parseArn(arn)?.resource ?? arn).replace(/^log-group:/, "");
}

/** The log group; the API finds groups by how their names begin, so the one that is meant is picked. */
export function readLogGroup(
  logsOf: (region: string) => LogGroupReader,
  group: Fact<string>,
): Promise<Fact<LogGroup>> {
  return readFrom(group, (arn) =>
    readFact("logs:DescribeLogGroups", async () => {
      const name = logGroupName(arn);
      const logs = logsOf(parseArn(arn)?.region ?? "");
      const found = await readPages("logs:DescribeLogGroups", async (nextToken) => {
        const page = await logs.describeLogGroups({
          logGroupNamePrefix: name,
          ...(nextToken !== undefined && { nextToken }),
        });
        return { items: page.logGroups, next: page.nextToken };
      });
      if (found.state !== "value") return found;
      const own = found.value.find(({ logGroupName: each }) => each === name);
      if (!own) return absent(`log group ${name} does not exist`);
      const { retentionInDays, kmsKeyId } = own;
      return value({
        name,
        arn,
        ...(retentionInDays !== undefined && { retentionInDays }),
        ...(kmsKeyId !== undefined && { kmsKeyId }),
      });
    }),
  );
}

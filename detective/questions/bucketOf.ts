import { parseArn } from "../arn";
import { parseDenial } from "../denial";
import { CloudTrailEvent } from "../event";
import { textAt } from "../textAt";

/** The bucket that a call to S3 was on; undefined where neither request, resources nor error message say it. */
export function bucketOf(event: CloudTrailEvent): string | undefined {
  const named = textAt(event.requestParameters, "bucketName");
  if (named !== undefined) return named;
  const arns = [...(event.resources ?? []).map(({ ARN }) => ARN), parseDenial(event.errorMessage)?.resource];
  for (const text of arns) {
    const arn = parseArn(text ?? "");
    if (arn?.service === "s3" && arn.region === "" && arn.resource !== "*") return arn.resource.split("/")[0];
  }
  return event.lookup?.resources.find(({ type }) => type === "AWS::S3::Bucket")?.name;
}

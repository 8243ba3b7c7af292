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
    const bucket = bucketInArn(text ?? "");
    if (bucket !== undefined) return bucket;
  }
  return event.lookup?.resources.find(({ type }) => type === "AWS::S3::Bucket")?.name;
}

/** The bucket that an S3 ARN speaks of: `arn:PARTITION:s3:::bucket` or `…:bucket/key`. */
export function bucketInArn(text: string): string | undefined {
  const arn = parseArn(text);
  // Access points and Outposts have a Region in their ARN and no bucket name at this place.
  if (arn?.service !== "s3" || arn.region !== "" || arn.resource === "*") return undefined;
  return arn.resource.split("/")[0];
}

import { apiName } from "./describeEvent";
import { CloudTrailEvent } from "./event";

/** The API that was called as `service:Name`, for example `iam:AttachUserPolicy`; `unknown` where nothing says it. */
export function apiOf(event: CloudTrailEvent): string {
  const name = apiName(event);
  const service = serviceOf(event);
  return name ? (service ? `${service}:${name}` : name) : service || "unknown";
}

/** The service in one short word: `iam` of `iam.amazonaws.com`. */
export function serviceOf({ eventSource = "" }: CloudTrailEvent): string {
  return eventSource.replace(/\.amazonaws\.com(\.cn)?$/, "");
}

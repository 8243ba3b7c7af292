import { apiName } from "../../describeEvent";
import { CloudTrailEvent } from "../../event";
import { textAt } from "../../textAt";
import { bucketOf } from "../bucketOf";
import { touchesBucket } from "../bucketEvents";

/**
 * What a call does with a bucket: reads objects, lists them (or their metadata), writes them, deletes them, changes who
 * may use the bucket, changes another setting, looks at settings; `other` is another service's call that names it.
 */
export type AccessKind = "policy" | "delete" | "write" | "read" | "list" | "settings" | "inspect" | "other";

const KINDS: Readonly<Record<"policy" | "delete" | "write" | "read" | "list", RegExp>> = {
  policy:
    /^(Put|Delete)((Bucket|Object)(Policy|Acl|OwnershipControls)|(Bucket)?PublicAccessBlock|AccessPointPolicy)$/,
  delete: /^(DeleteObjects?|DeleteObjectVersion|DeleteBucket)$/,
  write:
    /^(PutObject|PostObject|CopyObject|UploadPart|UploadPartCopy|CreateMultipartUpload|CompleteMultipartUpload|RestoreObject|RenameObject)$/,
  read: /^(GetObject|SelectObjectContent|GetObjectTorrent)$/,
  list: /^(ListObjects|ListObjectsV2|ListObjectVersions|ListMultipartUploads|ListParts|HeadObject|HeadBucket|GetObjectAttributes)$/,
};

export function accessKind(event: CloudTrailEvent, bucket: string): AccessKind {
  if (event.eventSource !== "s3.amazonaws.com") return "other";
  const name = apiName(event);
  // The record of a copy is kept under the bucket it goes to.
  if (/^(CopyObject|UploadPartCopy)$/.test(name) && bucketOf(event) !== bucket) return "read";
  for (const kind of ["policy", "delete", "write", "read", "list"] as const)
    if (KINDS[kind].test(name)) return kind;
  return event.readOnly === true || /^(Get|List|Head|Describe)/.test(name) ? "inspect" : "settings";
}

/** Whether the event is on the bucket: also where only a refusal's message says so, and as the source of a copy. */
export function isOnBucket(event: CloudTrailEvent, bucket: string): boolean {
  if (touchesBucket(event, bucket)) return true;
  if (event.eventSource !== "s3.amazonaws.com") return false;
  if (bucketOf(event) === bucket) return true;
  const source = textAt(event.requestParameters, "x-amz-copy-source");
  return source !== undefined && source.replace(/^\//, "").split("/")[0] === bucket;
}

/** Whether the call is one on objects, which only trails with S3 data events record. */
export function isObjectCall(event: CloudTrailEvent): boolean {
  return event.eventCategory === "Data" || event.managementEvent === false;
}

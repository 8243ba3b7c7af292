import { Call } from "../call";
import { Exception, ExceptionRules, Need, needs } from "../exception";
import { literal } from "../policyPattern";
import { parseArn } from "../../arn";

/**
 * S3's APIs that aren't called like their permission.
 *
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
 */
export const s3: ExceptionRules = {
  ListBuckets: "ListAllMyBuckets",
  ListDirectoryBuckets: "s3express:ListAllMyDirectoryBuckets",
  HeadBucket: "ListBucket",
  ListObjects: "ListBucket",
  ListObjectsV2: "ListBucket",
  ListObjectVersions: "ListBucketVersions",
  ListMultipartUploads: "ListBucketMultipartUploads",
  ListParts: "ListMultipartUploadParts",
  CreateMultipartUpload: putObject,
  UploadPart: "PutObject",
  CompleteMultipartUpload: "PutObject",
  PostObject: putObject,
  PutObject: putObject,
  CopyObject: copyObject,
  UploadPartCopy: copyObject,
  HeadObject: versioned("GetObject", "GetObjectVersion"),
  GetObject: versioned("GetObject", "GetObjectVersion"),
  SelectObjectContent: "GetObject",
  GetObjectAcl: versioned("GetObjectAcl", "GetObjectVersionAcl"),
  PutObjectAcl: versioned("PutObjectAcl", "PutObjectVersionAcl"),
  GetObjectTagging: versioned("GetObjectTagging", "GetObjectVersionTagging"),
  PutObjectTagging: versioned("PutObjectTagging", "PutObjectVersionTagging"),
  DeleteObjectTagging: versioned("DeleteObjectTagging", "DeleteObjectVersionTagging"),
  GetObjectTorrent: versioned("GetObjectTorrent", "GetObjectVersionTorrent"),
  GetObjectAttributes: (call) =>
    hasVersion(call)
      ? needs("s3:GetObjectVersion", "s3:GetObjectVersionAttributes")
      : needs("s3:GetObject", "s3:GetObjectAttributes"),
  DeleteObject: versioned("DeleteObject", "DeleteObjectVersion"),
  DeleteObjects: (call) => {
    const bucket = bucketArn(call);
    const action = "s3:DeleteObject";
    if (!bucket) return needs(action);
    return needs({ action, resources: [`${bucket}/*`], wide: "DeleteObjects does not record which keys" });
  },
  CreateBucket: createBucket,
  DeleteBucketCors: "PutBucketCORS",
  DeleteBucketEncryption: "PutEncryptionConfiguration",
  GetBucketEncryption: "GetEncryptionConfiguration",
  PutBucketEncryption: "PutEncryptionConfiguration",
  GetBucketLifecycle: "GetLifecycleConfiguration",
  GetBucketLifecycleConfiguration: "GetLifecycleConfiguration",
  PutBucketLifecycle: "PutLifecycleConfiguration",
  PutBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  DeleteBucketLifecycle: "PutLifecycleConfiguration",
  DeleteBucketLifecycleConfiguration: "PutLifecycleConfiguration",
  GetBucketReplication: "GetReplicationConfiguration",
  PutBucketReplication: "PutReplicationConfiguration",
  DeleteBucketReplication: "PutReplicationConfiguration",
  DeleteBucketTagging: "PutBucketTagging",
  DeleteBucketOwnershipControls: "PutBucketOwnershipControls",
  GetBucketNotificationConfiguration: "GetBucketNotification",
  PutBucketNotificationConfiguration: "PutBucketNotification",
  GetObjectLockConfiguration: "GetBucketObjectLockConfiguration",
  PutObjectLockConfiguration: "PutBucketObjectLockConfiguration",
  GetBucketAccelerateConfiguration: "GetAccelerateConfiguration",
  PutBucketAccelerateConfiguration: "PutAccelerateConfiguration",
  ...configurations("Analytics", "Inventory", "Metrics", "IntelligentTiering"),
  CreateBucketMetadataConfiguration: "CreateBucketMetadataTableConfiguration",
  GetBucketMetadataConfiguration: "GetBucketMetadataTableConfiguration",
  DeleteBucketMetadataConfiguration: "DeleteBucketMetadataTableConfiguration",
  GetPublicAccessBlock: publicAccessBlock("Get"),
  PutPublicAccessBlock: publicAccessBlock("Put"),
  DeletePublicAccessBlock: publicAccessBlock("Put"),
  DeleteBucketPublicAccessBlock: "PutBucketPublicAccessBlock",
  DeleteAccountPublicAccessBlock: "PutAccountPublicAccessBlock",
  CreateSession: "s3express:CreateSession",
  ListRegionalBuckets: "s3-outposts:ListRegionalBuckets",
};

function configurations(...kinds: string[]): ExceptionRules {
  return Object.fromEntries(
    kinds.flatMap((kind) => [
      [`GetBucket${kind}Configuration`, `Get${kind}Configuration`],
      [`PutBucket${kind}Configuration`, `Put${kind}Configuration`],
      [`DeleteBucket${kind}Configuration`, `Put${kind}Configuration`],
      [`Delete${kind}Configuration`, `Put${kind}Configuration`],
      [`ListBucket${kind}Configurations`, `Get${kind}Configuration`],
      [`List${kind}Configurations`, `Get${kind}Configuration`],
    ]),
  );
}

function versioned(plain: string, ofVersion: string) {
  return (call: Call): Exception => needs(`s3:${hasVersion(call) ? ofVersion : plain}`);
}

function hasVersion({ parameters }: Call): boolean {
  return typeof parameters.versionId === "string" && parameters.versionId !== "";
}

/** Headers that set something beside the object have a permission of their own. */
function putObject({ parameters }: Call): Exception {
  const headers = new Set(Object.keys(parameters).map((name) => name.toLowerCase()));
  const grants = [...headers].some((name) => name === "x-amz-acl" || name.startsWith("x-amz-grant-"));
  return needs(
    "s3:PutObject",
    ...(grants ? ["s3:PutObjectAcl"] : []),
    ...(headers.has("x-amz-tagging") ? ["s3:PutObjectTagging"] : []),
    ...(headers.has("x-amz-object-lock-mode") ? ["s3:PutObjectRetention"] : []),
    ...(headers.has("x-amz-object-lock-legal-hold") ? ["s3:PutObjectLegalHold"] : []),
  );
}

function copyObject(call: Call): Exception {
  const put = putObject(call);
  const own = objectArn(call, call.parameters.bucketName, call.parameters.key);
  const written = "needs" in put ? put.needs.map((need) => (own ? { ...need, resources: [own] } : need)) : [];
  return needs(...written, sourceOf(call));
}

/** `x-amz-copy-source` is `bucket/key`, percent-encoded, with `?versionId=` where one is meant. */
function sourceOf(call: Call): Need {
  const entry = Object.entries(call.parameters).find(([name]) => name.toLowerCase() === "x-amz-copy-source");
  const header = typeof entry?.[1] === "string" ? entry[1] : "";
  const [, source = "", versionId] = /^\/?([^?]*)(?:\?versionId=(.*))?$/s.exec(header) ?? [];
  const decoded = decode(source);
  const accessPoint = parseArn(decoded) ? literalArn(decoded) : undefined;
  const slash = decoded.indexOf("/");
  const arn =
    accessPoint ??
    (slash > 0 ? objectArn(call, decoded.slice(0, slash), decoded.slice(slash + 1)) : undefined);
  const action = versionId ? "s3:GetObjectVersion" : "s3:GetObject";
  return arn
    ? { action, resources: [arn] }
    : { action, resources: ["*"], wide: "the copy's source is not named" };
}

function literalArn(arn: string): string {
  const { partition, service, region, account, resource } = parseArn(arn)!;
  return `arn:${literal(partition)}:${literal(service)}:${literal(region)}:${literal(account)}:${literal(resource)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function createBucket({ parameters }: Call): Exception {
  const headers = Object.keys(parameters).map((name) => name.toLowerCase());
  const locked = headers.includes("x-amz-bucket-object-lock-enabled");
  return needs(
    "s3:CreateBucket",
    ...(headers.some((name) => name === "x-amz-acl" || name.startsWith("x-amz-grant-"))
      ? ["s3:PutBucketAcl"]
      : []),
    ...(locked ? ["s3:PutBucketVersioning", "s3:PutBucketObjectLockConfiguration"] : []),
    ...(headers.includes("x-amz-object-ownership") ? ["s3:PutBucketOwnershipControls"] : []),
  );
}

/** The same API name for a bucket and for the whole account. */
function publicAccessBlock(verb: string) {
  return ({ parameters }: Call): Exception =>
    needs(`s3:${verb}${parameters.bucketName === undefined ? "Account" : "Bucket"}PublicAccessBlock`);
}

function bucketArn({ parameters, partition }: Call): string | undefined {
  const { bucketName } = parameters;
  if (typeof bucketName !== "string" || bucketName === "" || bucketName.includes(":")) return undefined;
  return `arn:${partition}:s3:::${literal(bucketName)}`;
}

function objectArn(call: Call, bucket: unknown, key: unknown): string | undefined {
  if (typeof bucket !== "string" || typeof key !== "string" || bucket.includes(":")) return undefined;
  return `arn:${call.partition}:s3:::${literal(bucket)}/${literal(key)}`;
}

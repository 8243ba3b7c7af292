import { parseArn } from "../arn";
import { apiName } from "../describeEvent";
import { CloudTrailEvent } from "../event";
import { outcomeOf } from "../outcomeOf";
import { textAt, valueAt } from "../textAt";

/** Calls that read data or carry it away, by event source, and what it is that they read. */
const READS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "s3.amazonaws.com": of(
    "objects",
    "GetObject",
    "GetObjectTorrent",
    "SelectObjectContent",
    "CopyObject",
    "UploadPartCopy",
    "PutBucketReplication",
  ),
  "secretsmanager.amazonaws.com": of("secrets", "GetSecretValue", "BatchGetSecretValue"),
  "ssm.amazonaws.com": of(
    "parameters",
    "GetParameter",
    "GetParameters",
    "GetParametersByPath",
    "GetParameterHistory",
  ),
  "dynamodb.amazonaws.com": of(
    "tables",
    ...["GetItem", "BatchGetItem", "Query", "Scan", "TransactGetItems", "ExecuteStatement"],
    ...["BatchExecuteStatement", "ExportTableToPointInTime", "GetRecords"],
  ),
  "ec2.amazonaws.com": {
    ...of("disk snapshots", "CreateSnapshot", "CreateSnapshots", "CopySnapshot", "ModifySnapshotAttribute"),
    ...of(
      "machine images",
      "CreateImage",
      "CopyImage",
      "ModifyImageAttribute",
      "CreateStoreImageTask",
      "ExportImage",
      "CreateInstanceExportTask",
    ),
    ...of("instance passwords", "GetPasswordData"),
  },
  "ebs.amazonaws.com": of("disk snapshots", "GetSnapshotBlock", "ListSnapshotBlocks", "ListChangedBlocks"),
  "rds.amazonaws.com": of(
    "database snapshots",
    ...[
      "CreateDBSnapshot",
      "CreateDBClusterSnapshot",
      "CopyDBSnapshot",
      "CopyDBClusterSnapshot",
      "StartExportTask",
    ],
    ...["ModifyDBSnapshotAttribute", "ModifyDBClusterSnapshotAttribute", "DownloadDBLogFilePortion"],
  ),
  "rdsdata.amazonaws.com": of("databases", "ExecuteStatement", "BatchExecuteStatement", "ExecuteSql"),
  "redshift-data.amazonaws.com": of(
    "databases",
    "ExecuteStatement",
    "BatchExecuteStatement",
    "GetStatementResult",
  ),
  "redshift.amazonaws.com": of(
    "databases",
    "GetClusterCredentials",
    "AuthorizeSnapshotAccess",
    "CreateClusterSnapshot",
  ),
  "athena.amazonaws.com": of("queries", "StartQueryExecution", "GetQueryResults"),
  "glacier.amazonaws.com": of("archives", "InitiateJob", "GetJobOutput"),
  "codecommit.amazonaws.com": of("code", "GitPull", "GetFile", "GetBlob"),
  "lambda.amazonaws.com": of("code", "GetFunction"),
  "ecr.amazonaws.com": of("container images", "BatchGetImage", "GetDownloadUrlForLayer"),
  "sqs.amazonaws.com": of("messages", "ReceiveMessage"),
  "kinesis.amazonaws.com": of("messages", "GetRecords"),
  "logs.amazonaws.com": of("logs", "GetLogEvents", "FilterLogEvents", "GetQueryResults", "CreateExportTask"),
  "backup.amazonaws.com": of("backups", "StartRestoreJob", "StartCopyJob"),
};

/**
 * What kind of data the call read or gave away, `objects`, `secrets`; undefined where it read none, or was refused.
 *
 * A change of a snapshot's or an image's attributes counts where it lets somebody in.
 */
export function dataRead(event: CloudTrailEvent): string | undefined {
  const { eventSource = "" } = event;
  if (!Object.hasOwn(READS, eventSource)) return undefined;
  const name = apiName(event);
  const kinds = READS[eventSource]!;
  if (!Object.hasOwn(kinds, name) || outcomeOf(event) !== "success") return undefined;
  if (/^Modify.*Attribute$/.test(name) && !letsIn(event)) return undefined;
  return kinds[name];
}

/** What was read, where the record names it: the bucket, the secret, the table. */
export function dataSource(event: CloudTrailEvent): string | undefined {
  const request = event.requestParameters;
  // A copy's record is kept under where it goes to.
  const copied = textAt(request, "x-amz-copy-source");
  if (copied !== undefined) return copied.replace(/^\//, "").split("/")[0];
  const names = ["bucketName", "secretId", "name", "path", "tableName", "tableArn", "snapshotId", "volumeId"];
  const more = [
    "imageId",
    "dBSnapshotIdentifier",
    "dBClusterSnapshotIdentifier",
    "functionName",
    "repositoryName",
  ];
  for (const name of [...names, ...more, "logGroupName", "instanceId"]) {
    const value = textAt(request, name);
    if (value !== undefined) return value;
  }
  // DynamoDB's statements and transactions name their table there alone.
  const arn = parseArn(event.resources?.find(({ ARN }) => ARN)?.ARN ?? "");
  return arn?.resource.split("/").at(-1);
}

function letsIn({ requestParameters: request }: CloudTrailEvent): boolean {
  return ["createVolumePermission.add", "launchPermission.add", "valuesToAdd"].some(
    (path) => valueAt(request, path) !== undefined,
  );
}

function of(kind: string, ...names: string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, kind]));
}

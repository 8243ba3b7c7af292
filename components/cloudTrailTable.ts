/** A column as the Glue catalogue describes it. */
export interface CatalogColumn {
  name: string;
  type: string;
}

/** The table's name in the database. */
export const cloudTrailTableName = "cloudtrail_logs";

const userIdentity = struct({
  type: "string",
  principalid: "string",
  arn: "string",
  accountid: "string",
  invokedby: "string",
  accesskeyid: "string",
  username: "string",
  onbehalfof: struct({ userid: "string", identitystorearn: "string" }),
  sessioncontext: struct({
    attributes: struct({ mfaauthenticated: "string", creationdate: "string" }),
    sessionissuer: struct({
      type: "string",
      principalid: "string",
      arn: "string",
      accountid: "string",
      username: "string",
    }),
    ec2roledelivery: "string",
    webidfederationdata: struct({ federatedprovider: "string", attributes: "map<string,string>" }),
  }),
});

const addendum = struct({
  reason: "string",
  updatedfields: "string",
  originalrequestid: "string",
  originaleventid: "string",
});

const types: Readonly<Record<string, string>> = {
  eventversion: "string",
  useridentity: userIdentity,
  eventtime: "string",
  eventsource: "string",
  eventname: "string",
  awsregion: "string",
  sourceipaddress: "string",
  useragent: "string",
  errorcode: "string",
  errormessage: "string",
  requestparameters: "string",
  responseelements: "string",
  additionaleventdata: "string",
  requestid: "string",
  eventid: "string",
  readonly: "string",
  resources: `array<${struct({ arn: "string", accountid: "string", type: "string" })}>`,
  eventtype: "string",
  apiversion: "string",
  recipientaccountid: "string",
  serviceeventdetails: "string",
  sharedeventid: "string",
  vpcendpointid: "string",
  vpcendpointaccountid: "string",
  eventcategory: "string",
  addendum,
  sessioncredentialfromconsole: "string",
  edgedevicedetails: "string",
  tlsdetails: struct({ tlsversion: "string", ciphersuite: "string", clientprovidedhostheader: "string" }),
};

/**
 * The columns of AWS's table over CloudTrail's log files.
 *
 * Source: docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table-partition-projection.html
 */
export const cloudTrailColumns: CatalogColumn[] = Object.entries(types).map(([name, type]) => ({
  name,
  type,
}));

/** What a log file's place tells, and what its partitions are. */
export const cloudTrailPartitions: CatalogColumn[] = ["account", "region", "timestamp"].map((name) => ({
  name,
  type: "string",
}));

/** How log files are read: one row a record, whatever is an object and no struct above as its JSON. */
export const cloudTrailFormat = {
  inputFormat: "com.amazon.emr.cloudtrail.CloudTrailInputFormat",
  outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
  serializationLibrary: "org.apache.hive.hcatalog.data.JsonSerDe",
} as const;

/** Where a trail's log files lie. */
export interface LogFilesPlace {
  bucketName: string;
  keyPrefix?: string | undefined;
  organizationId?: string | undefined;
}

/** Below it lie the folders of the accounts. */
export function accountsFolder({ bucketName, keyPrefix, organizationId }: LogFilesPlace): string {
  const parts = [bucketName, keyPrefix, "AWSLogs", organizationId].filter((part) => part);
  return `s3://${parts.join("/")}/`;
}

/** What partitions there are; without accounts a query has to name them. */
export interface Partitions {
  accounts: readonly string[] | undefined;
  regions: readonly string[];
  /** As 2024/01/31. */
  startDay: string;
}

/**
 * Where each partition's files lie and which partitions there are, so that nobody has to add them day by day.
 *
 * It names CloudTrail's own folder: digests and Insights events lie in others beside it.
 * Source: docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
export function partitionProjection(
  place: LogFilesPlace,
  { accounts, regions, startDay }: Partitions,
): Record<string, string> {
  return {
    EXTERNAL: "TRUE",
    "projection.enabled": "true",
    ...(accounts
      ? { "projection.account.type": "enum", "projection.account.values": accounts.join(",") }
      : { "projection.account.type": "injected" }),
    "projection.region.type": "enum",
    "projection.region.values": regions.join(","),
    "projection.timestamp.type": "date",
    "projection.timestamp.format": "yyyy/MM/dd",
    "projection.timestamp.interval": "1",
    "projection.timestamp.interval.unit": "DAYS",
    "projection.timestamp.range": `${startDay},NOW`,
    "storage.location.template": `${accountsFolder(place)}\${account}/CloudTrail/\${region}/\${timestamp}/`,
  };
}

function struct(fields: Readonly<Record<string, string>>): string {
  const parts = Object.entries(fields).map(([name, type]) => `${name}:${type}`);
  return `struct<${parts.join(",")}>`;
}

import type * as pulumi from "@pulumi/pulumi";

/** A query that people find by its name in Athena. */
export interface SavedQueryArgs {
  /** Its name, 1 to 128 characters. @default none, required */
  name: string;
  /** What it answers; 1,024 characters of it are kept. @default none */
  description?: string;
  /** One statement in Athena's SQL, at most 262,144 bytes. @default none, required */
  query: string;
}

/** A column of a view. */
export interface ViewColumnArgs {
  /** Its name in small letters. @default none, required */
  name: string;
  /** What the query gives it: varchar, boolean, integer, bigint, double, date or timestamp(3). @default none, required */
  type: string;
}

/** A view in the database, which is there without a query having been run. */
export interface AnalyticsViewArgs {
  /** Its name: small letters, digits and _, not that of the table. @default none, required */
  name: string;
  /** What it shows. @default none */
  description?: string;
  /** The SELECT that it stands for, in Athena's SQL; it names the table cloudtrail_logs. @default none, required */
  query: string;
  /** The columns that the SELECT gives, in order; Athena takes the view for stale when they are others. @default none, required */
  columns: ViewColumnArgs[];
}

/** The inputs of TrailAnalytics. */
export interface TrailAnalyticsArgs {
  /** The bucket that the trail delivers to, such as AuditTrail's output of that name. @default none, required */
  bucketName: pulumi.Input<string>;
  /** The ARN of the key that encrypts the log files, which encrypts results too, such as AuditTrail's output of that name. @default none, required */
  keyArn: pulumi.Input<string>;
  /** The trail's S3 key prefix, without slashes at its ends. @default none */
  keyPrefix?: pulumi.Input<string>;
  /** The organization (`o-…`) when the trail is an organization trail. @default none */
  organizationId?: pulumi.Input<string>;
  /** The accounts whose log files can be asked, at most 200. @default the caller's account; with organizationId every account, and each query names the accounts that it asks */
  accounts?: pulumi.Input<string>[];
  /** The Regions whose log files can be asked. @default every Region of the partition as EC2 lists them, opted into or not */
  regions?: string[];
  /** The first day whose log files can be asked, as 2024/01/31: what was delivered before is not seen. @default 2013/11/13, when CloudTrail began */
  startDay?: string;
  /** The Glue database: small letters, digits and _. @default audit_trail */
  databaseName?: string;
  /** The Athena workgroup: letters, digits and . _ -. @default audit-trail */
  workgroupName?: string;
  /** The name of the bucket that takes results, 3 to 63 characters; with key readers, AuditTrail has to be told it as queryResultsBucketName. @default made up by Pulumi from the component's name */
  resultsBucketName?: pulumi.Input<string>;
  /** Days after which results expire: they are copies, which a query makes again, and no audit data. @default 30 */
  resultsRetentionDays?: number;
  /** Bytes that one query may scan before Athena ends it, at least 10485760. @default 107374182400, which are 100 GiB */
  scanLimitBytes?: number;
  /** Lets a query scan any number of bytes, at a price for each. @default false */
  withoutScanLimit?: boolean;
  /** Lets whoever runs a query choose where its results go and how they are encrypted. @default false */
  allowClientSettings?: boolean;
  /** Publishes no metrics of queries to CloudWatch. @default false */
  withoutMetrics?: boolean;
  /** Athena's engine, `Athena engine version 3` or `AUTO`. @default Athena engine version 3 */
  engineVersion?: string;
  /** Queries that people find by name. @default none */
  savedQueries?: SavedQueryArgs[];
  /** Views over the table. @default none */
  views?: AnalyticsViewArgs[];
  /** Lets `pulumi destroy` delete the results, and the workgroup once a query has run in it: for sandboxes and tests only. @default false */
  ephemeral?: boolean;
  /** Tags of every resource that takes tags. @default none */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

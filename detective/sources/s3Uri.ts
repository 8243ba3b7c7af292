import { QueryError } from "../source";

/** A place in S3. */
export interface S3Place {
  bucket: string;
  /** A folder ends in a slash; empty for the whole bucket. */
  prefix: string;
}

/** Whether a text is meant as a place in S3. */
export function isS3Uri(text: string): boolean {
  return /^s3:\/\//i.test(text);
}

/**
 * Takes `s3://bucket/prefix` apart.
 *
 * Source: docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * @throws QueryError where it isn't one
 */
export function parseS3Uri(uri: string): S3Place {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(uri);
  const [, bucket = "", prefix = ""] = match ?? [];
  if (!match) throw new QueryError(`${uri}: not a place in S3; write s3://BUCKET or s3://BUCKET/PREFIX`);
  // Old buckets of us-east-1 may have capitals and underscores.
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9]$/.test(bucket))
    throw new QueryError(
      `${uri}: "${bucket}" is no bucket's name (3 to 63 letters, digits, dots and hyphens)`,
    );
  return { bucket, prefix };
}

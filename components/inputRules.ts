import { matching, type Rule } from "./inputProblems";

/** A trail's name. Source: CloudTrail user guide, "Naming requirements for CloudTrail trails". */
export const trailNameRule: Rule<string> = (name) => {
  const wayOut = "name the trail otherwise";
  if (name.length < 3 || name.length > 128) return `is not 3 to 128 characters long; ${wayOut}`;
  if (!/^[A-Za-z0-9]([._-]?[A-Za-z0-9])*$/.test(name)) {
    return `is not made of letters, digits and single . _ - between them; ${wayOut}`;
  }
  return /^\d+\.\d+\.\d+\.\d+$/.test(name)
    ? `looks like an IP address, which CloudTrail refuses; ${wayOut}`
    : undefined;
};

/** An S3 bucket's name. Source: Amazon S3 user guide, "General purpose bucket naming rules". */
export const bucketNameRule: Rule<string> = (name) => {
  const wayOut = "name the bucket otherwise";
  if (name.length < 3 || name.length > 63) return `is not 3 to 63 characters long; ${wayOut}`;
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(name) || /\.\.|\.-|-\./.test(name)) {
    return `is not made of lower-case letters, digits, dots and hyphens between them; ${wayOut}`;
  }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) return `looks like an IP address, which S3 refuses; ${wayOut}`;
  return /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name)
    ? `begins or ends with what S3 keeps for itself; ${wayOut}`
    : undefined;
};

/** The name of a bucket, or its ARN. */
export const bucketNameOrArnRule: Rule<string> = (value) => {
  if (!value.startsWith("arn:")) return bucketNameRule(value);
  return /^arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{2,62}$/.test(value)
    ? undefined
    : "is not the ARN of a bucket; give the bucket's name or an ARN that ends in s3:::<name>";
};

/** A KMS key by id, ARN, alias name or alias ARN. */
export const keyReferenceRule = matching(
  /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+|alias\/[\w/-]+|(mrk-[0-9a-f]{32}|[0-9a-f-]{36}))$/,
  "a KMS key",
  "give its id, its ARN, or alias/<name>",
);

/** A full KMS key ARN. */
export const keyArnRule = matching(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/,
  "a KMS key ARN",
  "give the ARN that ends in key/<id>",
);

/** A key alias. Source: KMS API, CreateAlias. */
export const aliasRule: Rule<string> = (alias) => {
  if (!/^alias\/[A-Za-z0-9/_-]{1,250}$/.test(alias)) {
    return "is not alias/ followed by 1 to 250 letters, digits, / _ -; write it as alias/<name>";
  }
  return alias.startsWith("alias/aws/")
    ? "begins with alias/aws/, which AWS keeps for its own keys; use another"
    : undefined;
};

/** An AWS account id. */
export const accountIdRule = matching(/^\d{12}$/, "an account id", "give the account's 12 digits, as text");

/** An organization id. */
export const organizationIdRule = matching(/^o-[a-z0-9]{10,32}$/, "an organization id", "give it as o-…");

/** A Region's name. */
export const regionRule = matching(/^[a-z]{2,4}(-[a-z]+)+-\d$/, "a Region", "name it as in eu-central-1");

/** A trail's S3 key prefix. Source: CloudTrail API, CreateTrail (200 characters). */
export const keyPrefixRule: Rule<string> = (prefix) => {
  if (prefix.length < 1 || prefix.length > 200)
    return "is not 1 to 200 characters long; leave it out for none";
  return /^[A-Za-z0-9!_.*'()-]+(\/[A-Za-z0-9!_.*'()-]+)*$/.test(prefix)
    ? undefined
    : "begins or ends with a slash, or holds characters that S3 keys should not have; write it as logs/audit";
};

/** The ARN of an IAM principal: an account's root, a user, a role. */
export const principalArnRule = matching(
  /^arn:aws[a-z-]*:iam::\d{12}:(root|(user|role)\/[\w+=,.@/-]+)$/,
  "the ARN of an account, a user or a role",
  "give it in full; a wildcard would open the key to everybody",
);

/** A log group's name. Source: CloudWatch Logs API, CreateLogGroup. */
export const logGroupNameRule = matching(
  /^[\w./#-]{1,512}$/,
  "1 to 512 letters, digits and _ - / . #",
  "name the log group otherwise",
);

/** An SNS topic's name. Source: Amazon SNS API, CreateTopic. */
export const topicNameRule = matching(
  /^[\w-]{1,256}$/,
  "1 to 256 letters, digits, _ and -",
  "name the topic otherwise; CloudTrail cannot use a FIFO topic",
);

/** How long CloudWatch Logs can keep events, in days. Source: CloudWatch Logs API, PutRetentionPolicy. */
export const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

import {
  EncryptionRule,
  EventSelectors,
  KeyMetadata,
  PublicAccessBlock,
  TrailDescription,
  TrailStatus,
} from "./clients";
import { Fact } from "./fact";
import { Statement } from "./policy/document";

/** A trail with what its ARN says. */
export interface Trail extends TrailDescription {
  arn: string;
  name: string;
  partition: string;
  /** The home region. */
  region: string;
  account: string;
}

export interface Alias {
  name: string;
  arn: string;
}

/** All that the checks look at, read from the account's own APIs; no fact comes from a deployment's state. */
export interface TrailFacts {
  /** The name or ARN that was asked for. */
  trailName: string;
  /** The alias that the key must have; absent where any alias of the account's own will do. */
  keyAlias?: string;
  trail: Fact<Trail>;
  status: Fact<TrailStatus>;
  selectors: Fact<EventSelectors>;
  bucketName: Fact<string>;
  encryption: Fact<readonly EncryptionRule[]>;
  publicAccessBlock: Fact<PublicAccessBlock>;
  bucketPolicy: Fact<readonly Statement[]>;
  /** Enabled, Suspended. */
  versioning: Fact<string>;
  /** BucketOwnerEnforced, BucketOwnerPreferred, ObjectWriter. */
  ownership: Fact<string>;
  /** The key of the trail; of the bucket's default encryption where the trail has none. */
  key: Fact<KeyMetadata>;
  aliases: Fact<readonly Alias[]>;
  keyPolicy: Fact<readonly Statement[]>;
  rotation: Fact<boolean>;
}

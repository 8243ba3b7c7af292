import { FlowLog, SecurityGroup } from "./accountClients";
import { EventSelectors, PublicAccessBlock, TrailStatus } from "./clients";
import { Fact } from "./fact";
import { Statement } from "./policy/document";
import { Asked, Trail, TrailFacts } from "./trailFacts";

/** A trail as it was found, with what tells whether and what it records. */
export interface Recording {
  trail: Trail;
  status: Fact<TrailStatus>;
  selectors: Fact<EventSelectors>;
}

/** One line of the credential report. */
export interface Credentials {
  /** `<root_account>` for the root user. */
  user: string;
  arn: string;
  password: boolean;
  mfa: boolean;
  /** Absent where it was never used, or the report doesn't say. */
  passwordLastUsed?: Date;
  keys: readonly { active: boolean; rotated?: Date; lastUsed?: Date }[];
}

/** What a user's own policies say: attached and inline ones, not those of its groups. */
export interface UserRights {
  name: string;
  arn: string;
  policies: readonly { name: string; statements: Fact<readonly Statement[]> }[];
}

/** The networks of one Region. */
export interface RegionNetworks {
  region: string;
  securityGroups: Fact<readonly SecurityGroup[]>;
  vpcs: Fact<readonly string[]>;
  flowLogs: Fact<readonly FlowLog[]>;
}

/** All that the checks look at, read from the account's own APIs; no fact comes from a deployment's state. */
export interface AccountFacts {
  asked: Asked;
  /** The account's number. */
  account: Fact<string>;
  /** The ARN of whoever asks. */
  caller: Fact<string>;
  /** The Regions that were asked. */
  regions: readonly string[];
  /** The Regions that are enabled for the account. */
  enabledRegions: Fact<readonly string[]>;
  /** Which trails each Region shows, shadows of other Regions' trails among them. */
  visible: readonly { region: string; trails: Fact<readonly Trail[]> }[];
  /** Every trail that was found, once. */
  recordings: readonly Recording[];
  /** What is judged: the trail that was asked for, else every one; one without a trail where there is none. */
  trails: readonly TrailFacts[];
  /** IAM's counts: `AccountMFAEnabled`, `AccountAccessKeysPresent`, … */
  summary: Fact<Readonly<Record<string, number>>>;
  credentials: Fact<readonly Credentials[]>;
  users: Fact<readonly UserRights[]>;
  publicAccessBlock: Fact<PublicAccessBlock>;
  networks: readonly RegionNetworks[];
}

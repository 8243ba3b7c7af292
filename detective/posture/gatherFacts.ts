import { parseArn } from "../arn";
import { Clock, systemClock } from "../clock";
import { AccountFacts, Recording } from "./accountFacts";
import { PostureClients, RegionalClients } from "./clients";
import { Fact, absent, readFact, readFrom, unreadable, value } from "./fact";
import { AlarmFacts } from "./readAlarms";
import { readCredentials } from "./readCredentials";
import { readNetworks } from "./readNetworks";
import { TrailQuestion, readRecording, readTrail, readTrailFacts } from "./readTrailFacts";
import { readUsers } from "./readUsers";
import { Asked, Trail, TrailFacts } from "./trailFacts";

/** What of an account is looked at. */
export interface AccountOptions {
  /** The Regions to look at; the first is where to begin. */
  regions: readonly string[];
  /** The only trail to judge, by its name or its ARN. @default every trail */
  trailName?: string;
  /** The alias that the trail's key must have. @default any alias that isn't AWS's own */
  keyAlias?: string;
  /** Days for which logs must be kept. @default 365 */
  retentionDays?: number;
  /** Accounts that may keep or read the logs, beside the trail's own: a log archive's. @default none */
  logAccounts?: readonly string[];
  /** @default the present */
  now?: Date;
  /** @default the system's */
  clock?: Clock;
}

export const DEFAULT_RETENTION_DAYS = 365;

/**
 * Reads all that the catalogue's checks look at, in any account, whoever made its trails.
 *
 * Never throws for what an API answers: a call that is refused or fails makes its fact `unreadable`, with the error.
 *
 * @throws RangeError where no Region is given, or the retention isn't a whole number of days
 */
export async function gatherFacts(clients: PostureClients, options: AccountOptions): Promise<AccountFacts> {
  const { clock = systemClock, retentionDays = DEFAULT_RETENTION_DAYS } = options;
  const regions = [...new Set(options.regions)];
  const [first] = regions;
  if (first === undefined) throw new RangeError("regions is empty; name at least one Region to look at");
  if (!Number.isInteger(retentionDays) || retentionDays < 1) {
    throw new RangeError(`retentionDays is ${retentionDays}; it must be a whole number of days, 1 or more`);
  }
  const asked = {
    retentionDays,
    logAccounts: options.logAccounts ?? [],
    now: options.now ?? new Date(clock.now()),
  };
  const here = clients.forRegion(first);
  const [caller, ofTrails, ofAccount] = await Promise.all([
    readCaller(here),
    readTrails(clients, { ...options, regions }, asked),
    readAccount(clients, regions, clock),
  ]);
  const account = await readFrom(caller, ({ Account }) =>
    Promise.resolve(
      Account ? value(Account) : unreadable("sts:GetCallerIdentity: the answer names no account"),
    ),
  );
  const publicAccessBlock = await readFrom(account, (AccountId) =>
    readFact(
      "s3:GetAccountPublicAccessBlock",
      async () => {
        const { PublicAccessBlockConfiguration } = await here.s3Control.getPublicAccessBlock({ AccountId });
        return value(PublicAccessBlockConfiguration ?? {});
      },
      { NoSuchPublicAccessBlockConfiguration: `account ${AccountId} has no public access block` },
    ),
  );
  return {
    asked,
    account,
    caller: await readFrom(caller, ({ Arn }) =>
      Promise.resolve(Arn ? value(Arn) : unreadable("sts:GetCallerIdentity: the answer names no ARN")),
    ),
    regions,
    ...ofTrails,
    ...ofAccount,
    publicAccessBlock,
  };
}

function readCaller({ sts }: RegionalClients): Promise<Fact<{ Account?: string; Arn?: string }>> {
  return readFact("sts:GetCallerIdentity", async () => value(await sts.getCallerIdentity({})));
}

type OfAccount = Pick<AccountFacts, "enabledRegions" | "summary" | "credentials" | "users" | "networks">;

async function readAccount(
  clients: PostureClients,
  regions: readonly string[],
  clock: Clock,
): Promise<OfAccount> {
  const { iam, ec2 } = clients.forRegion(regions[0]!);
  const [enabledRegions, summary, credentials, users, networks] = await Promise.all([
    readFact("ec2:DescribeRegions", async () => {
      const { Regions = [] } = await ec2.describeRegions({});
      const names = Regions.flatMap(({ RegionName }) => RegionName ?? []);
      return names.length > 0 ? value(names) : unreadable("ec2:DescribeRegions: the answer names no Region");
    }),
    readFact("iam:GetAccountSummary", async () => value((await iam.getAccountSummary({})).SummaryMap ?? {})),
    readCredentials(iam, clock),
    readUsers(iam),
    Promise.all(regions.map((region) => readNetworks(clients.forRegion(region).ec2, region))),
  ]);
  return { enabledRegions, summary, credentials, users, networks };
}

type OfTrails = Pick<AccountFacts, "visible" | "recordings" | "trails">;

async function readTrails(clients: PostureClients, options: AccountOptions, asked: Asked): Promise<OfTrails> {
  const visible = await Promise.all(
    regionsOfTrails(options).map(async (region) => ({
      region,
      trails: await readVisible(clients.forRegion(region)),
    })),
  );
  const found = new Map<string, Trail>();
  for (const { trails } of visible) {
    for (const trail of trails.state === "value" ? trails.value : []) found.set(trail.arn, trail);
  }
  const recordings = await Promise.all(
    [...found.values()].map(async (trail): Promise<Recording> => {
      const { cloudTrail } = clients.forRegion(trail.region);
      return { trail, ...(await readRecording(cloudTrail, value(trail))) };
    }),
  );
  return { visible, recordings, trails: await readJudged(clients, visible, recordings, options, asked) };
}

/** A trail that is named by its ARN is looked for in its home Region too. */
function regionsOfTrails({ regions, trailName = "" }: AccountOptions): string[] {
  const home = parseArn(trailName)?.region;
  return [...new Set([...regions, ...(home ? [home] : [])])];
}

/** The trails that a Region shows: its own, and the shadows of those that record it from elsewhere. */
function readVisible({ cloudTrail }: RegionalClients): Promise<Fact<readonly Trail[]>> {
  return readFact("cloudtrail:DescribeTrails", async () => {
    const trails: Trail[] = [];
    for (const described of (await cloudTrail.describeTrails({})).trailList ?? []) {
      const trail = readTrail(described);
      if (trail.state !== "value") return trail;
      trails.push(trail.value);
    }
    return value(trails);
  });
}

async function readJudged(
  clients: PostureClients,
  visible: AccountFacts["visible"],
  recordings: readonly Recording[],
  options: AccountOptions,
  asked: Asked,
): Promise<TrailFacts[]> {
  const { trailName, keyAlias } = options;
  const chosen = recordings.filter(
    ({ trail }) => trailName === undefined || trail.name === trailName || trail.arn === trailName,
  );
  const question = (name: string): TrailQuestion => ({
    trailName: name,
    asked,
    ...(keyAlias !== undefined && { keyAlias }),
  });
  const further = {
    forRegion: (region: string) => clients.forRegion(region),
    alarms: new AlarmFacts((region) => clients.forRegion(region)),
  };
  if (chosen.length === 0) {
    const { cloudTrail, s3, kms } = clients.forRegion(options.regions[0]!);
    const readers = { cloudTrail, s3, kms: () => kms, further };
    return [await readTrailFacts(readers, noTrail(trailName, visible), question(trailName ?? "<trail>"))];
  }
  return Promise.all(
    chosen.map(({ trail, status, selectors }) => {
      const { cloudTrail, s3 } = clients.forRegion(trail.region);
      const kms = (region: string | undefined) => clients.forRegion(region || trail.region).kms;
      const known = { status, selectors };
      return readTrailFacts({ cloudTrail, s3, kms, further }, value(trail), {
        ...question(trail.name),
        known,
      });
    }),
  );
}

/** There is none only where every Region answered; else it may be where nobody could look. */
function noTrail(trailName: string | undefined, visible: AccountFacts["visible"]): Fact<Trail> {
  const blind = visible.flatMap(({ region, trails }) =>
    trails.state === "unreadable" ? [`${trails.error} (${region})`] : [],
  );
  if (blind.length > 0) return unreadable(blind.join("; "));
  const where = visible.map(({ region }) => region).join(", ");
  return absent(
    trailName === undefined
      ? `the account has no trail (asked in ${where})`
      : `no trail ${trailName} in this account (asked in ${where})`,
  );
}

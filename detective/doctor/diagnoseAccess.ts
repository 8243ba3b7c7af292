import { parseArn } from "../arn";
import { CallerReader } from "../posture/accountClients";
import { Diagnosis } from "./diagnosis";

interface Refusal {
  names: RegExp;
  says: string;
  command?: string;
  id: "credentials" | "clock";
}

/** How the SDK and STS refuse, by the error's name. */
const REFUSALS: readonly Refusal[] = [
  {
    names: /^(CredentialsProviderError|CredentialsError)$/,
    id: "credentials",
    says: "there are no credentials, or the profile has none",
    command: "aws configure list",
  },
  {
    names: /^(ExpiredToken(Exception)?|TokenRefreshRequired|SSOTokenProviderFailure)$/,
    id: "credentials",
    says: "the credentials have expired",
    command: "aws sso login",
  },
  {
    names: /^(InvalidClientTokenId|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure)$/,
    id: "credentials",
    says: "AWS does not know this access key: it was deleted or deactivated, belongs to another partition or to an emulator, or the Region isn't enabled",
    command: "aws configure list",
  },
  {
    names: /^(RequestTimeTooSkewed|RequestExpired)$/,
    id: "clock",
    says: "this machine's clock is more than 5 minutes off",
    command: "sudo timedatectl set-ntp true",
  },
  {
    names: /^(SignatureDoesNotMatch|InvalidSignatureException)$/,
    id: "credentials",
    says: "the secret access key does not belong to the access key id",
    command: "aws configure",
  },
];

/** Whether AWS knows who asks, and whether it is the account of the trail. */
export async function diagnoseAccess(sts: CallerReader, trailName?: string): Promise<Diagnosis[]> {
  const seen = { question: "access" as const, id: "credentials", title: "Credentials" };
  try {
    const { Account: account, Arn: arn = "" } = await sts.getCallerIdentity({});
    if (!account) {
      return [{ ...seen, status: "unknown", says: "AWS answered without an account", evidence: [] }];
    }
    const emulator = /^0+$/.test(account) ? ": an emulator's account" : "";
    return [
      { ...seen, status: "ok", says: `you are ${arn} in account ${account}${emulator}`, evidence: [arn] },
      {
        ...{ question: "access", id: "clock", title: "Clock", status: "ok" },
        says: "AWS accepted the time that the request was signed at",
        evidence: [],
      },
      ...diagnoseAccount(account, trailName),
    ];
  } catch (error) {
    return [refused(error instanceof Error ? error : new Error(String(error)))];
  }
}

function refused({ name, message }: Error): Diagnosis {
  const evidence = [`sts:GetCallerIdentity: ${name}: ${message}`];
  const base = { question: "access" as const, id: "credentials", title: "Credentials", evidence };
  const skewed = /signature (expired|not yet current)/i.test(message);
  const known = REFUSALS.find(({ names }) => names.test(skewed ? "RequestTimeTooSkewed" : name));
  if (known) {
    const { says, command, id } = known;
    const title = id === "clock" ? "Clock" : base.title;
    // Either way nothing else can be asked.
    return { ...base, title, status: "problem", says, ...(command && { command }) };
  }
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|TimeoutError|NetworkingError/.test(`${name} ${message}`)) {
    return {
      ...base,
      title: "Endpoint",
      status: "problem",
      says: "nobody answers at the endpoint: there is no network, no emulator, or the endpoint's address is wrong",
      command: "aws sts get-caller-identity --debug",
    };
  }
  return { ...base, status: "unknown", says: "AWS does not say who you are" };
}

/** A trail that is named by its ARN says which account it is of. */
function diagnoseAccount(account: string, trailName = ""): Diagnosis[] {
  const wanted = parseArn(trailName)?.account;
  if (wanted === undefined || wanted === account) return [];
  return [
    {
      question: "access",
      id: "account",
      title: "Account",
      status: "problem",
      says: `the trail is of account ${wanted}, you are in ${account}; only an organization's trail shows in its members`,
      evidence: [trailName],
      command: "aws sts get-caller-identity --profile <profile of that account>",
    },
  ];
}

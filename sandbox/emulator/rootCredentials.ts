import { Credentials } from "./emulator";

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const OFFSET = 549_755_813_888n; // what AWS adds, so that the part that names the account starts with Q or later

/** The account that the emulator acts as unless a key names another. */
export const DEFAULT_ACCOUNT = "000000000000";

/** Root user keys of an account in an embedded emulator: an access key id names its account, as AWS's do. */
export function rootCredentials(accountId: string): Credentials {
  if (!/^\d{12}$/.test(accountId)) {
    throw new RangeError(`account id ${accountId} is not allowed; use 12 digits`);
  }
  const number = BigInt(accountId);
  const account = toBase32(OFFSET + number / 2n, 8);
  const parity = number % 2n === 0n ? "A" : "Q";
  return { accessKeyId: `AKIA${account}${parity}ROOTKEY`, secretAccessKey: "emulator-root" };
}

function toBase32(value: bigint, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest /= 32n) text = BASE32[Number(rest % 32n)] + text;
  return text;
}

import type { Option } from "commander";
import { readBytes } from "../../detective/athena/scanPrice";
import { UsageError } from "../usageError";
import { option } from "./option";

/** What a question may cost that is asked of Athena. */
export interface AthenaCostOptions {
  maxScan?: string;
  usdPerTb?: string;
  yes?: boolean;
}

export function athenaOptions(): Option[] {
  return [
    option("--max-scan <size>", "ask before Athena scans more than this: 500MB, 10GB, 2TB (default: 10GB)"),
    option("--usd-per-tb <price>", "what Athena costs in your Region (default: 5)"),
    option("-y, --yes", "do not ask, however much is scanned"),
  ].map((each) => each.helpGroup("With --from athena:…:"));
}

/** @throws UsageError on what is no size, or no price */
export function readAthenaCost({ maxScan, usdPerTb, yes }: AthenaCostOptions): {
  maxScan?: number;
  usdPerTb?: number;
} {
  const bytes = maxScan === undefined ? undefined : readBytes(maxScan);
  if (maxScan !== undefined && bytes === undefined)
    throw new UsageError(`--max-scan ${JSON.stringify(maxScan)} is no size; use 500MB, 10GB or 2TB`);
  const usd = usdPerTb === undefined ? undefined : Number(usdPerTb);
  if (usd !== undefined && !(usdPerTb?.trim() !== "" && usd >= 0 && usd < Infinity))
    throw new UsageError(`--usd-per-tb ${JSON.stringify(usdPerTb)} is no price; use a number such as 5`);
  const most = yes ? Infinity : bytes;
  return { ...(most !== undefined && { maxScan: most }), ...(usd !== undefined && { usdPerTb: usd }) };
}

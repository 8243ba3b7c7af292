import { digits } from "../wording";

/** US dollars for a terabyte scanned, in most Regions. Source: aws.amazon.com/athena/pricing */
export const USD_PER_TB = 5;
/** The least that a query is charged for. Source: aws.amazon.com/athena/pricing */
export const LEAST_BYTES = 10 * 1024 ** 2;
/** Athena counts in powers of 1024. */
const TB = 1024 ** 4;

/** What a query costs that scans so many bytes: megabytes are rounded up, and 10 are charged at least. */
export function scanUsd(bytes: number, usdPerTb = USD_PER_TB): number {
  const charged = Math.max(LEAST_BYTES, Math.ceil(bytes / 1024 ** 2) * 1024 ** 2);
  return (charged / TB) * usdPerTb;
}

/** `12.40 USD`, `0.0021 USD`: two digits that count, and nothing that looks like nothing. */
export function usdText(usd: number): string {
  if (usd >= 100) return `${digits(Math.round(usd))} USD`;
  if (usd >= 0.1 || usd <= 0) return `${usd.toFixed(2)} USD`;
  return `${usd.toFixed(1 - Math.floor(Math.log10(usd)))} USD`;
}

const UNITS = ["B", "KB", "MB", "GB", "TB", "PB"] as const;

/** `1.2 GB`, in powers of 1024 as Athena charges. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 || value >= 9.95 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]!}`;
}

/** Reads `10GB`, `500 MB`, `1.5TB`; undefined where it is none. */
export function readBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGTP])(?:i?B)?$/i.exec(text.trim());
  if (!match) return undefined;
  const bytes = Number(match[1]) * 1024 ** ("KMGTP".indexOf(match[2]!.toUpperCase()) + 1);
  return Number.isFinite(bytes) && bytes > 0 ? Math.round(bytes) : undefined;
}

import { AthenaError } from "./athenaError";
import { ScanEstimate } from "./estimateScan";
import { bytesText, scanUsd, usdText } from "./scanPrice";

/** What a query is expected to cost, for whoever decides. */
export interface ScanQuestion {
  /** One sentence: how much, what it costs, how that is known. */
  readonly text: string;
  readonly estimate: ScanEstimate;
}

export interface ScanGateOptions {
  /** All queries of a run together may scan so much without being asked for, in bytes. @default 10 GB */
  maxScan?: number;
  /** @default 5 */
  usdPerTb?: number;
  /** The workgroup's own limit of a query, in bytes. @default none */
  cutoff?: number | undefined;
  /** Decides where a scan is larger, or where nobody knows how large it is. @default refuses */
  agree?: (question: ScanQuestion) => boolean | Promise<boolean>;
}

export const MAX_SCAN = 10 * 1024 ** 3;

/** A scan that nobody agreed to. */
export class ScanRefused extends AthenaError {}

/** Lets queries through as long as they scan little; asks before more. */
export class ScanGate {
  /** Scanned until now, by every query of this run. */
  bytes = 0;
  usd = 0;
  readonly queryIds: string[] = [];
  /** Agreed to until now, in bytes. */
  private agreed: number;

  constructor(private readonly options: ScanGateOptions = {}) {
    this.agreed = options.maxScan ?? MAX_SCAN;
  }

  /**
   * @param queries how many queries scan as much each
   * @throws ScanRefused where the scan is too large, or unknown, and nobody agrees
   */
  async pass(estimate: ScanEstimate, queries = 1): Promise<void> {
    const { cutoff, agree } = this.options;
    // What the workgroup stops is scanned no further, whatever is asked for.
    const most = estimate.atLeast ? Infinity : (estimate.bytes ?? Infinity);
    const each = Math.min(most, cutoff ?? Infinity);
    const total = this.bytes + each * queries;
    const stopped = cutoff !== undefined && estimate.exact && (estimate.bytes ?? 0) > cutoff;
    if (total <= this.agreed && !stopped) return;
    const text = this.text(estimate, queries, stopped);
    if (!(await agree?.({ text, estimate }))) {
      throw new ScanRefused(
        `${text} Ask for less with --since, --until, --region or --account, raise --max-scan (now ${bytesText(this.options.maxScan ?? MAX_SCAN)}), or say --yes.`,
      );
    }
    this.agreed = Math.max(this.agreed, total);
  }

  /** Notes what a query has scanned. */
  scanned(queryId: string, bytes: number): void {
    this.queryIds.push(queryId);
    this.bytes += bytes;
    this.usd += scanUsd(bytes, this.options.usdPerTb);
  }

  private text({ bytes, atLeast, how }: ScanEstimate, queries: number, stopped: boolean): string {
    const { cutoff, usdPerTb } = this.options;
    const many = queries > 1 ? `${queries} queries` : "the query";
    const before =
      this.bytes > 0 ? ` ${bytesText(this.bytes)} were scanned before it (${usdText(this.usd)}).` : "";
    const limit =
      cutoff === undefined
        ? ""
        : ` The workgroup stops a query at ${bytesText(cutoff)}${stopped ? ", and what it scanned until then is charged: it would not answer" : ""}.`;
    if (bytes === undefined) {
      const most =
        cutoff === undefined
          ? ""
          : ` At most ${bytesText(cutoff * queries)}, ${usdText(queries * scanUsd(cutoff, usdPerTb))}.`;
      return `How much ${many} will scan is not known: ${how}.${limit}${most}${before}`;
    }
    const usd = queries * scanUsd(bytes, usdPerTb);
    return `${many.charAt(0).toUpperCase()}${many.slice(1)} will scan ${atLeast ? "at least" : "about"} ${bytesText(bytes * queries)}, for ${atLeast ? "at least" : "about"} ${usdText(usd)} (${how}).${limit}${before}`;
  }
}

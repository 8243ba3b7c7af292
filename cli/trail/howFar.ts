import { timeOf } from "../../detective";
import { isJsonObject } from "../../detective/json";
import type { Range } from "../options/readTime";
import { count } from "../../detective/wording";

const DAY_MS = 86_400_000;
/** Further back the API does not reach. */
const API_DAYS = 90;
/** A guess after less than this says nothing. */
const ENOUGH = 0.01;

/** Files are read by the thousand. */
export const TELL_FILES = 16;

/** How far a reading is: events, their rate, how far back, and what remains of the time that was asked for. */
export class HowFar {
  readonly #began: number;
  readonly #requests = new Map<string, number>();
  #regions = 0;
  #events = 0;
  #files: { readonly files: number; readonly records: number } | undefined;
  #back: number | undefined;

  /**
   * @param asked now, in milliseconds since 1970, where the API is read, which hands out the newest first; files come in
   * an order of their own, and how much of them is left is not known
   */
  constructor(
    private readonly range: Range,
    private readonly asked: number | undefined,
    private readonly clock: () => number = () => performance.now(),
  ) {
    this.#began = clock();
  }

  requested(region: string, requests: number, regions: number): void {
    this.#requests.set(region, requests);
    this.#regions = regions;
  }

  /** So many more, of which nothing else is known. */
  tookMany(events: number): void {
    this.#events += events;
  }

  filesRead(files: { readonly files: number; readonly records: number }): void {
    this.#files = files;
  }

  /** @returns how many it were so far */
  took(record: unknown): number {
    const { eventTime } = isJsonObject(record) ? record : {};
    if (typeof eventTime === "string") this.#back = timeOf({ eventTime }) ?? this.#back;
    return ++this.#events;
  }

  /** For example `1250 events, 98/s, 13 requests in 2 Regions, back to 2025-12-10T08:00:00Z: 43 %, about 12 s more`. */
  line(): string {
    const seconds = this.#seconds();
    return [...this.#soFar(seconds), ...this.#remains(seconds)].join(", ");
  }

  /** How much was read in all; not how far back, since it may have been enough. */
  total(): string {
    return this.#soFar(this.#seconds()).join(", ");
  }

  #seconds(): number {
    return (this.clock() - this.#began) / 1000;
  }

  #soFar(seconds: number): string[] {
    const requests = [...this.#requests.values()].reduce((sum, each) => sum + each, 0);
    return [
      count(this.#events, "event"),
      ...(this.#files
        ? [`${count(this.#files.files, "file")} of ${count(this.#files.records, "record")}`]
        : []),
      ...(seconds > 0 ? [`${Math.round((this.#files?.records ?? this.#events) / seconds)}/s`] : []),
      ...(this.#regions > 0 ? [`${count(requests, "request")} in ${count(this.#regions, "Region")}`] : []),
    ];
  }

  #remains(seconds: number): string[] {
    if (this.asked === undefined || this.#back === undefined) return [];
    const end = Math.min(this.range.endTime?.getTime() ?? this.asked, this.asked);
    const start = Math.max(this.range.startTime?.getTime() ?? 0, this.asked - API_DAYS * DAY_MS);
    const done = end > start ? Math.min(1, Math.max(0, (end - this.#back) / (end - start))) : 1;
    const back = `back to ${new Date(this.#back).toISOString().replace(/\.\d+Z$/, "Z")}`;
    if (done < ENOUGH) return [back];
    const more = Math.ceil((seconds / done) * (1 - done));
    return [`${back}: ${Math.floor(done * 100)} % of the time asked for, about ${more} s more`];
  }
}

/** How many eventIDs are remembered at least; an event's copies lie in the same second, far closer than that. */
const REMEMBERED = 100_000;

/** Tells the second copy of an event by its eventID, in bounded memory. */
export class SeenEvents {
  private recent = new Set<string>();
  private former = new Set<string>();

  constructor(private readonly remembered = REMEMBERED) {}

  /** Whether this is the first time; an event without an id can't be told apart and is always the first. */
  isFirst(eventID: string | undefined): boolean {
    if (eventID === undefined) return true;
    if (this.recent.has(eventID) || this.former.has(eventID)) return false;
    if (this.recent.size >= this.remembered) {
      this.former = this.recent;
      this.recent = new Set();
    }
    this.recent.add(eventID);
    return true;
  }
}

import { CloudTrailEvent, timeOf } from "../event";

/** Keeps the newest `max` of all events it is given; the oldest kept one lies on top of a heap. */
export class Newest {
  private readonly heap: { event: CloudTrailEvent; time: number; order: number }[] = [];
  private given = 0;

  constructor(private readonly max: number) {}

  /** Whether an event was turned away. */
  get full(): boolean {
    return this.given > this.max;
  }

  /** The time of the oldest event that is kept, once there are as many as wanted; else -Infinity. */
  get oldest(): number {
    return this.heap.length < this.max ? -Infinity : this.heap[0]!.time;
  }

  add(event: CloudTrailEvent): void {
    const entry = { event, time: timeOf(event) ?? -Infinity, order: this.given++ };
    if (this.heap.length < this.max) {
      this.heap.push(entry);
      this.up(this.heap.length - 1);
    } else if (this.isOlder(0, entry)) {
      this.heap[0] = entry;
      this.down(0);
    }
  }

  /** Newest first; those of one time in the order they came in. */
  take(): CloudTrailEvent[] {
    return this.heap.sort((a, b) => b.time - a.time || a.order - b.order).map(({ event }) => event);
  }

  private isOlder(index: number, { time, order }: { time: number; order: number }): boolean {
    const entry = this.heap[index]!;
    return entry.time < time || (entry.time === time && entry.order > order);
  }

  private up(index: number): void {
    const parent = (index - 1) >> 1;
    if (index === 0 || !this.isOlder(index, this.heap[parent]!)) return;
    this.swap(index, parent);
    this.up(parent);
  }

  private down(index: number): void {
    const children = [2 * index + 1, 2 * index + 2].filter((child) => child < this.heap.length);
    const [left, right] = children;
    if (left === undefined) return;
    const oldest = right !== undefined && this.isOlder(right, this.heap[left]!) ? right : left;
    if (!this.isOlder(oldest, this.heap[index]!)) return;
    this.swap(index, oldest);
    this.down(oldest);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b]!, this.heap[a]!];
  }
}

import { FieldValues } from "./fieldValues";

/** A field of whichever record is being looked at. */
export interface FieldSlot {
  /** The field's values in that record, looked up at most once. */
  now(): FieldValues;
}

/** The record that is being looked at, with what was found in it so far; turned from one record to the next. */
export class RecordView {
  /** Another number for each record. */
  turn = 0;
  private record: unknown;
  private readonly slots = new Map<string | undefined, FieldSlot>();

  turnTo(record: unknown): void {
    this.record = record;
    this.turn++;
  }

  /** @param field absent for keywords */
  slot(field: string | undefined): FieldSlot {
    let slot = this.slots.get(field);
    if (!slot) this.slots.set(field, (slot = this.newSlot(field)));
    return slot;
  }

  /** Remembers an answer for as long as the record stays. */
  once(check: () => boolean): () => boolean {
    let turn = -1;
    let answer = false;
    return () => {
      if (turn !== this.turn) {
        answer = check();
        turn = this.turn;
      }
      return answer;
    };
  }

  private newSlot(field: string | undefined): FieldSlot {
    const values = FieldValues.of(field);
    let turn = -1;
    return {
      now: () => {
        if (turn !== this.turn) {
          values.read(this.record);
          turn = this.turn;
        }
        return values;
      },
    };
  }
}

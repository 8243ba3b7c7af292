import type { Properties } from "../../../../sandbox/provider/propertyValues";
import type { Answers, RecordedCall } from "./fakeAws";

/** One resource type's life, as calls to AWS. */
export interface RecordCase {
  type: string;
  inputs: Properties;
  /** What AWS answers while the resource is there. */
  answers: Answers;
  id: string;
  /** The calls that creating it makes, apart from reading. */
  creates: RecordedCall[];
  /** The whole state after creation, exactly. */
  state: Properties;
  /** Changes in place: inputs over the first ones, and exactly the calls they need. */
  updates: { change: Properties; calls: RecordedCall[] }[];
  /** Changes that make a new resource, and whether the old one goes first. */
  replaces: { change: Properties; deleteBeforeReplace?: boolean }[];
  /** The calls that deleting it makes. */
  removes: RecordedCall[];
  /** What AWS answers when the resource is gone; also a way to delete it twice. */
  gone: Answers;
}

export { openAccount } from "./accountTarget";
export {
  ifThere,
  mustFail,
  type Activity,
  type ExpectedAlert,
  type ExpectedEvent,
  type World,
} from "./activity";
export { activities } from "./activities";
export { exercise, type ExerciseOptions, type KeptStack } from "./exercise";
export { isolatedStack, plainOutputs, type IsolatedStack } from "./isolatedStack";
export { bringUp } from "./bringUp";
export {
  endKeptSandbox,
  findKeptSandbox,
  openKeptSandbox,
  keptStackFolder,
  type KeptSandbox,
} from "./keptSandbox";
export { isKept, keptStack, type KeptStackFolder } from "./keptStack";
export { nobody, type Observer } from "./observer";
export { endpointsOf, openSandbox } from "./sandboxTarget";
export { StageLog } from "./stageLog";
export { takeDown } from "./takeDown";
export type { Target } from "./target";
export { TargetEndedError } from "./targetEndedError";
export { writeReport, type WrittenReport } from "./writeReport";

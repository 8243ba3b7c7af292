import { Check } from "./check";
import { bucketEncryption } from "./checks/bucketEncryption";
import { bucketPolicy } from "./checks/bucketPolicy";
import { encryptedAndLogging } from "./checks/encryptedAndLogging";
import { kmsKey } from "./checks/kmsKey";
import { logFileValidation } from "./checks/logFileValidation";
import { multiRegion } from "./checks/multiRegion";
import { publicAccessBlock } from "./checks/publicAccessBlock";

/** The seven checks of a trail that is built as it should be, in the order in which it is built. */
export const trailChecks: readonly Check[] = [
  kmsKey,
  bucketEncryption,
  publicAccessBlock,
  bucketPolicy,
  multiRegion,
  logFileValidation,
  encryptedAndLogging,
];

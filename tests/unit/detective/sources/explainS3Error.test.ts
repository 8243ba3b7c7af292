import assert from "node:assert/strict";
import { ObjectEncryption, explainS3Error } from "../../../../detective/sources/explainS3Error";
import { refusals } from "../../../support/s3Server";

const OWN = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const FOREIGN = "arn:aws-cn:kms:cn-north-1:444455556666:key/mrk-1234abcd12ab34cd56ef1234567890ab";
const CONTEXT =
  "a key policy made for trails may allow it only with the encryption context aws:cloudtrail:arn, which S3 hands on by itself";
const TO_READ = "no permission to decrypt it: ";

function explained(
  { code, message }: { code: string; message: string },
  encryption?: ObjectEncryption,
): string {
  const error = Object.assign(new Error(message), { name: code });
  return explainS3Error(error, { action: "s3:GetObject", bucket: "logs", ...(encryption && { encryption }) });
}

describe("explainS3Error: encrypted objects", () => {
  const cases: [what: string, said: string, wanted: string][] = [
    [
      "no identity-based policy",
      explained(refusals.kmsNoIdentityPolicy(OWN)),
      `${TO_READ}allow kms:Decrypt on ${OWN}, in the caller's IAM policy, or in the key's policy; ${CONTEXT}`,
    ],
    [
      "no resource-based policy",
      explained(refusals.kmsNoResourcePolicy(OWN)),
      `${TO_READ}allow kms:Decrypt on ${OWN}, in the key's policy; ${CONTEXT}`,
    ],
    [
      "a key in another account",
      explained(refusals.kmsNoResourcePolicy(FOREIGN)),
      `${TO_READ}allow kms:Decrypt on ${FOREIGN}, in the key's policy and in the caller's: across accounts both have to; ` +
        `the key belongs to account 444455556666, the caller to 111122223333; ${CONTEXT}`,
    ],
    [
      "an explicit deny",
      explained(refusals.kmsExplicitDeny(OWN)),
      `${TO_READ}allow kms:Decrypt on ${OWN}, which the key's policy denies explicitly: no other grant helps as long as it does; ${CONTEXT}`,
    ],
    [
      "a deny of the organization",
      explained({
        code: "AccessDenied",
        message: `is not authorized to perform: kms:Decrypt on resource: ${OWN} with an explicit deny in a service control policy`,
      }),
      `${TO_READ}allow kms:Decrypt on ${OWN}, which a service control policy denies explicitly: no other grant helps as long as it does; ${CONTEXT}`,
    ],
    [
      "a boundary",
      explained({
        code: "AccessDenied",
        message: `is not authorized to perform: kms:Decrypt on resource: ${OWN} because no permissions boundary allows the kms:Decrypt action`,
      }),
      `${TO_READ}allow kms:Decrypt on ${OWN}, in the permissions boundary that doesn't; ${CONTEXT}`,
    ],
    [
      "a key that isn't named, with what HeadObject says",
      explained(refusals.kmsUnnamedKey, { keyArn: FOREIGN }),
      `${TO_READ}allow kms:Decrypt on ${FOREIGN}, in the key's policy and in the caller's: across accounts both have to; ` +
        `the key belongs to account 444455556666, the caller to 111122223333; ${CONTEXT}`,
    ],
    [
      "a key that isn't named",
      explained(refusals.kmsUnnamedKey),
      `${TO_READ}allow kms:Decrypt on the key that the trail encrypts with, in the key's policy and in the caller's; ${CONTEXT}`,
    ],
    [
      "a bare refusal of an object that may be looked at, behind a Bucket Key",
      explained(refusals.accessDenied, { keyArn: OWN, bucketKey: true }),
      `${TO_READ}allow kms:Decrypt on ${OWN}, in the key's policy and in the caller's; the bucket has an S3 Bucket Key: ` +
        "the encryption context is the bucket's ARN, so a key policy that asks for kms:EncryptionContext:aws:cloudtrail:arn doesn't let readers through",
    ],
    [
      "a bare refusal",
      explained(refusals.accessDenied),
      "no permission to read it: allow s3:GetObject on logs/*, and kms:Decrypt on the key where the trail encrypts with one",
    ],
    [
      "a disabled key",
      explained(refusals.kmsDisabled(OWN)),
      `its encryption key can't be used: ${OWN} is disabled; enable the key (aws kms enable-key --key-id ${OWN}) and repeat`,
    ],
    [
      "a key that waits for its deletion",
      explained(refusals.kmsPendingDeletion(OWN)),
      `its encryption key can't be used: ${OWN} waits for its deletion, after which nothing encrypted with it can be read again; ` +
        `cancel the deletion now (aws kms cancel-key-deletion, then aws kms enable-key, --key-id ${OWN}) and repeat`,
    ],
    [
      "a key that is gone",
      explained(refusals.kmsNotFound(OWN)),
      `its encryption key can't be used: ${OWN} does not exist (any more), or not in the bucket's region; without it the object can't be read`,
    ],
    [
      "too many calls",
      explained(refusals.kmsThrottled),
      "KMS was asked too often for the key that the trail encrypts with: repeat later, or turn on the bucket's S3 Bucket Key, which saves nearly all calls to KMS for new objects",
    ],
    [
      "anything else of KMS's",
      explained({ code: "KMS.KeyUnavailableException", message: "not \u001b[31mnow" }),
      "its encryption key can't be used: the key that the trail encrypts with (not \ufffd[31mnow); look at its state (aws kms describe-key --key-id KEY) and repeat",
    ],
  ];
  it("says which key, and which grant", () => {
    for (const [what, said, wanted] of cases) assert.equal(said, wanted, what);
  });
});

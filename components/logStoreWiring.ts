import * as pulumi from "@pulumi/pulumi";
import type { CallerContext } from "./callerContext";
import type { EncryptedLogBucketArgs } from "./logBucketArgs";
import { mergeBySid, type PolicyStatement } from "./policies/policyDocument";
import { sidEnding, type TrailIdentity } from "./trailIdentity";

/** What the parts of an EncryptedLogBucket share: its name, its checked inputs, its parent, and the trail it serves. */
export interface LogStoreWiring {
  name: string;
  args: EncryptedLogBucketArgs;
  parent: pulumi.ComponentResource;
  context: pulumi.Output<CallerContext>;
  trail: pulumi.Output<TrailIdentity>;
}

/** An owner's policy with this trail's statements merged in, each under a Sid that is this trail's own. */
export function mergedPolicy(
  trail: pulumi.Output<TrailIdentity>,
  owners: pulumi.Output<string | undefined>,
  ours: pulumi.Output<PolicyStatement[]>,
): pulumi.Output<string> {
  return pulumi.jsonStringify(
    pulumi.all([trail, owners, ours]).apply(([identity, policy, statements]) => {
      const ending = sidEnding(identity);
      return mergeBySid(
        policy,
        statements.map((statement) => ({ ...statement, Sid: `${statement.Sid}${ending}` })),
        (sid) => sid.endsWith(ending),
      );
    }),
  );
}

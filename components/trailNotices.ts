import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { topicPolicy } from "./policies/topicPolicy";
import type { TrailIdentity } from "./trailIdentity";

/** Creates the topic to which one trail, and no other, publishes a notice for each log file; answers with its ARN once it may. */
export function createTrailNotices(
  name: string,
  inputs: {
    trail: pulumi.Output<TrailIdentity>;
    topicName: pulumi.Input<string>;
    keyArn: pulumi.Input<string> | undefined;
    tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  },
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const topic = new aws.sns.Topic(
    `${name}-notices`,
    { name: inputs.topicName, kmsMasterKeyId: inputs.keyArn, tags: inputs.tags },
    { parent },
  );
  const policy = new aws.sns.TopicPolicy(
    `${name}-notices-policy`,
    {
      arn: topic.arn,
      policy: pulumi.jsonStringify(
        pulumi.all([inputs.trail, topic.arn]).apply(([trail, arn]) => topicPolicy(trail, arn)),
      ),
    },
    { parent },
  );
  return pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
}

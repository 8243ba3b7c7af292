import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { topicPolicy } from "./policies/topicPolicy";
import type { TrailIdentity } from "./trailIdentity";

/** Creates the topic to which one trail, and no other, publishes a notice for each log file; answers with its ARN and its name once it may. */
export function createTrailNotices(
  name: string,
  inputs: {
    trail: pulumi.Output<TrailIdentity>;
    topicName: pulumi.Input<string>;
    keyArn: pulumi.Input<string> | undefined;
    tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
  },
  parent: pulumi.Resource,
): { arn: pulumi.Output<string>; name: pulumi.Output<string> } {
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
  return {
    arn: topic.arn,
    // The trail is given the name, since that is what AWS names it by afterwards.
    name: pulumi.all([topic.name, policy.id]).apply(([topicName]) => topicName),
  };
}

import { ifThere, type Activity, type World } from "../activity";

/** Privilege escalation: the newcomer makes an administrator of himself (ATT&CK T1098.003). */
export const escalation: Activity = {
  id: "escalation",
  does: "attaches AdministratorAccess to the user that calls",
  expects: ({ names }) => [
    { eventSource: "iam.amazonaws.com", eventName: "AttachUserPolicy", user: names.newcomer },
  ],
  async run(world) {
    await world.allowed(() => world.newcomer().iam.attachUserPolicy(attachment(world)));
  },
  undo: (world) => ifThere(() => world.operator.iam.detachUserPolicy(attachment(world))),
};

function attachment({ partition, names }: World) {
  return { UserName: names.newcomer, PolicyArn: `arn:${partition}:iam::aws:policy/AdministratorAccess` };
}

import { listOf } from "../power";
import { valueAt } from "../../textAt";
import { Way } from "../way";

/** Where a call hands a role (or an instance profile) to something that then acts with it. */
const PASSED: readonly {
  eventSource: string;
  eventNames: readonly string[];
  /** Paths of the role in the request. */
  role: readonly string[];
  /** Paths of the thing that gets it, in the request or, behind `>`, in the response. */
  thing?: readonly string[];
  kind?: "instance" | "function";
}[] = [
  {
    eventSource: "ec2.amazonaws.com",
    eventNames: [
      "RunInstances",
      "RequestSpotInstances",
      "CreateLaunchTemplate",
      "CreateLaunchTemplateVersion",
    ],
    role: [
      "iamInstanceProfile.arn",
      "iamInstanceProfile.name",
      "launchSpecification.iamInstanceProfile.arn",
      "launchSpecification.iamInstanceProfile.name",
      "CreateLaunchTemplateRequest.LaunchTemplateData.IamInstanceProfile.Arn",
      "CreateLaunchTemplateRequest.LaunchTemplateData.IamInstanceProfile.Name",
    ],
    thing: [">instancesSet.items.0.instanceId"],
    kind: "instance",
  },
  {
    eventSource: "ec2.amazonaws.com",
    eventNames: ["AssociateIamInstanceProfile"],
    role: [
      "AssociateIamInstanceProfileRequest.IamInstanceProfile.Name",
      "AssociateIamInstanceProfileRequest.IamInstanceProfile.Arn",
      "iamInstanceProfile.name",
      "iamInstanceProfile.arn",
    ],
    thing: ["AssociateIamInstanceProfileRequest.InstanceId", "instanceId"],
    kind: "instance",
  },
  {
    eventSource: "ec2.amazonaws.com",
    eventNames: ["ReplaceIamInstanceProfileAssociation"],
    role: [
      "ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Name",
      "ReplaceIamInstanceProfileAssociationRequest.IamInstanceProfile.Arn",
      "iamInstanceProfile.name",
      "iamInstanceProfile.arn",
    ],
    thing: [
      ">ReplaceIamInstanceProfileAssociationResponse.iamInstanceProfileAssociation.instanceId",
      ">iamInstanceProfileAssociation.instanceId",
    ],
    kind: "instance",
  },
  {
    eventSource: "lambda.amazonaws.com",
    eventNames: ["CreateFunction", "UpdateFunctionConfiguration"],
    role: ["role"],
    thing: ["functionName"],
    kind: "function",
  },
  {
    eventSource: "cloudformation.amazonaws.com",
    eventNames: ["CreateStack", "UpdateStack", "CreateChangeSet", "CreateStackSet"],
    role: ["roleARN", "administrationRoleARN"],
    thing: ["stackName", "stackSetName"],
  },
  {
    eventSource: "glue.amazonaws.com",
    eventNames: ["CreateDevEndpoint", "UpdateDevEndpoint", "CreateJob", "UpdateJob", "CreateSession"],
    role: ["roleArn", "role", "jobUpdate.role"],
    thing: ["endpointName", "name", "jobName", "id"],
  },
  {
    eventSource: "sagemaker.amazonaws.com",
    eventNames: [
      "CreateNotebookInstance",
      "CreateTrainingJob",
      "CreateProcessingJob",
      "CreateModel",
      "CreateUserProfile",
    ],
    role: ["roleArn", "executionRoleArn", "userSettings.executionRole"],
    thing: ["notebookInstanceName", "trainingJobName", "processingJobName", "modelName", "userProfileName"],
  },
  {
    eventSource: "codebuild.amazonaws.com",
    eventNames: ["CreateProject", "UpdateProject"],
    role: ["serviceRole"],
    thing: ["name"],
  },
  {
    eventSource: "codebuild.amazonaws.com",
    eventNames: ["StartBuild", "StartBuildBatch"],
    role: ["serviceRoleOverride"],
    thing: ["projectName"],
  },
  {
    eventSource: "ecs.amazonaws.com",
    eventNames: ["RegisterTaskDefinition", "RunTask", "StartTask"],
    role: ["taskRoleArn", "overrides.taskRoleArn", "executionRoleArn"],
    thing: ["family", "taskDefinition"],
  },
  {
    eventSource: "codepipeline.amazonaws.com",
    eventNames: ["CreatePipeline", "UpdatePipeline"],
    role: ["pipeline.roleArn"],
    thing: ["pipeline.name"],
  },
  {
    eventSource: "states.amazonaws.com",
    eventNames: ["CreateStateMachine", "UpdateStateMachine"],
    role: ["roleArn"],
    thing: ["name", "stateMachineArn"],
  },
  {
    eventSource: "scheduler.amazonaws.com",
    eventNames: ["CreateSchedule", "UpdateSchedule"],
    role: ["target.roleArn"],
    thing: ["name"],
  },
  {
    eventSource: "elasticmapreduce.amazonaws.com",
    eventNames: ["RunJobFlow"],
    role: ["jobFlowRole", "serviceRole"],
    thing: ["name"],
  },
  {
    eventSource: "eks.amazonaws.com",
    eventNames: ["CreatePodIdentityAssociation", "CreateNodegroup", "CreateCluster"],
    role: ["roleArn", "nodeRole"],
    thing: ["clusterName", "name"],
  },
  {
    eventSource: "apprunner.amazonaws.com",
    eventNames: ["CreateService", "UpdateService"],
    role: ["instanceConfiguration.instanceRoleArn"],
    thing: ["serviceName", "serviceArn"],
  },
  {
    eventSource: "batch.amazonaws.com",
    eventNames: ["RegisterJobDefinition"],
    role: ["containerProperties.jobRoleArn"],
    thing: ["jobDefinitionName"],
  },
  {
    eventSource: "bedrock.amazonaws.com",
    eventNames: ["CreateAgent", "UpdateAgent"],
    role: ["agentResourceRoleArn"],
    thing: ["agentName", "agentId"],
  },
  {
    eventSource: "iot.amazonaws.com",
    eventNames: ["CreateRoleAlias", "UpdateRoleAlias"],
    role: ["roleArn"],
    thing: ["roleAlias"],
  },
  {
    eventSource: "ssm.amazonaws.com",
    eventNames: ["StartAutomationExecution"],
    role: ["parameters.AutomationAssumeRole.0"],
    thing: ["documentName"],
  },
];

/**
 * A role handed to a service's thing: who controls the thing has the role's rights.
 *
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export const PASS_ROLE_WAYS: readonly Way[] = [
  ...PASSED.map(({ eventSource, eventNames, role, thing = [], kind }): Way => ({
    id: "pass-role",
    eventSource,
    eventNames,
    attack: ["T1548.005", "T1098.003"],
    why: "Who controls the thing that a role was passed to has the role's rights.",
    routine: true,
    read: (call) => {
      const passed = call.text(...role);
      if (passed === undefined) return undefined;
      const profile = /instance-?profile/i.test(role[0]!);
      const request = thing.filter((path) => !path.startsWith(">"));
      const response = thing.filter((path) => path.startsWith(">")).map((path) => path.slice(1));
      const gets = call.text(...request) ?? call.answer(...response);
      return {
        to: [
          ...call.target(kind ?? "thing", gets),
          ...call.target(profile ? "instance-profile" : "role", passed),
        ],
        rights: { power: "unknown" },
        found: `it acts with ${profile ? "the instance profile" : "the role"} ${passed}`,
      };
    },
  })),
  {
    id: "role-into-profile",
    eventSource: "iam.amazonaws.com",
    eventNames: ["AddRoleToInstanceProfile"],
    attack: ["T1098.003"],
    why: "Instances with the profile get the role's rights.",
    on: "role",
    routine: true,
    read: (call) => ({
      to: [
        ...call.target("instance-profile", call.text("instanceProfileName")),
        ...call.target("role", call.text("roleName")),
      ],
      rights: { power: "unknown" },
    }),
  },
  {
    id: "function-code",
    eventSource: "lambda.amazonaws.com",
    eventNames: ["UpdateFunctionCode", "UpdateFunctionConfiguration"],
    attack: ["T1648", "T1548.005"],
    why: "Code put into a function runs with the function's role.",
    on: "function",
    routine: true,
    read: (call) => ({
      to: [
        ...call.target("function", call.text("functionName")),
        ...call.target("role", call.answer("role")),
      ],
      rights: { power: "unknown" },
    }),
  },
  {
    id: "command-on-instance",
    eventSource: "ssm.amazonaws.com",
    eventNames: ["SendCommand", "StartSession", "ResumeSession"],
    attack: ["T1651", "T1021.007"],
    why: "A shell on an instance is also its role's rights.",
    on: "instance",
    routine: true,
    read: (call) => ({
      to: [
        ...call.target("instance", call.text("target")),
        ...listOf(valueAt(call.event.requestParameters, "instanceIds"))
          .slice(0, 50)
          .flatMap((id) => (typeof id === "string" ? call.target("instance", id) : [])),
      ],
      rights: { power: "unknown" },
    }),
  },
  {
    id: "command-in-container",
    eventSource: "ecs.amazonaws.com",
    eventNames: ["ExecuteCommand"],
    attack: ["T1651"],
    why: "A shell in a container is also its task's role.",
    routine: true,
    read: (call) => ({ to: call.target("thing", call.text("task")), rights: { power: "unknown" } }),
  },
  {
    id: "instance-user-data",
    eventSource: "ec2.amazonaws.com",
    eventNames: ["ModifyInstanceAttribute"],
    attack: ["T1651"],
    why: "User data runs as root at the instance's next start, with the instance's role.",
    on: "instance",
    read: (call) =>
      valueAt(call.event.requestParameters, "userData") === undefined
        ? undefined
        : {
            to: call.target("instance", call.text("instanceId")),
            rights: { power: "unknown" },
            level: { self: "low", other: "low" },
          },
  },
  {
    id: "identity-pool-roles",
    eventSource: "cognito-identity.amazonaws.com",
    eventNames: ["SetIdentityPoolRoles"],
    attack: ["T1098.003"],
    why: "Everybody whom the identity pool serves gets the role, without a password where it serves guests.",
    read: (call) => ({
      to: [
        ...call.target("thing", call.text("identityPoolId")),
        ...call.target("role", call.text("roles.unauthenticated", "roles.authenticated")),
      ],
      rights: { power: "unknown" },
      level: { self: "low", other: "low" },
    }),
  },
  {
    id: "cluster-access",
    eventSource: "eks.amazonaws.com",
    eventNames: ["CreateAccessEntry", "AssociateAccessPolicy"],
    attack: ["T1098.006"],
    why: "The principal gets rights inside the cluster.",
    persistence: true,
    read: (call) => {
      const principal = call.text("principalArn");
      const admin = /ClusterAdminPolicy|AmazonEKSAdminPolicy/.test(call.text("policyArn") ?? "");
      const kind = principal?.includes(":user/") ? "user" : "role";
      return {
        to: [...call.target(kind, principal), ...call.target("thing", call.text("name", "clusterName"))],
        rights: { power: admin ? "broad" : "unknown" },
        level: { self: admin ? "high" : "medium", other: admin ? "low" : "informational" },
      };
    },
  },
];

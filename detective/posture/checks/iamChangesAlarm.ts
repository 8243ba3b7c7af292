import { Watch } from "../watch";
import { anyOfNames, callsNamed, watchCheck } from "../watchCheck";

const NAMES = [
  "DeleteGroupPolicy",
  "DeleteRolePolicy",
  "DeleteUserPolicy",
  "PutGroupPolicy",
  "PutRolePolicy",
  "PutUserPolicy",
  "CreatePolicy",
  "DeletePolicy",
  "CreatePolicyVersion",
  "DeletePolicyVersion",
  "AttachRolePolicy",
  "DetachRolePolicy",
  "AttachUserPolicy",
  "DetachUserPolicy",
  "AttachGroupPolicy",
  "DetachGroupPolicy",
];

const WATCH: Watch = {
  name: "iam-changes",
  calls: callsNamed(NAMES, "iam.amazonaws.com", "global"),
  pattern: `{ ${anyOfNames(NAMES)} }`,
};

export const iamChangesAlarm = watchCheck({
  id: "iam-changes-alarm",
  title: "Changes of IAM policies are told to somebody",
  pillar: "detection",
  weight: 0,
  why: "Rights are how an intruder stays: each new policy should be one that somebody knows of.",
  cis: ["5.4", "4.4"],
  watch: WATCH,
});

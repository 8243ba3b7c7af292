import { AttackTechnique } from "./finding";

const NAMES = {
  "T1021.007": "Remote Services: Cloud Services",
  T1070: "Indicator Removal",
  T1078: "Valid Accounts",
  "T1078.004": "Valid Accounts: Cloud Accounts",
  T1098: "Account Manipulation",
  "T1098.001": "Account Manipulation: Additional Cloud Credentials",
  "T1098.003": "Account Manipulation: Additional Cloud Roles",
  "T1098.004": "Account Manipulation: SSH Authorized Keys",
  "T1098.006": "Account Manipulation: Additional Container Cluster Roles",
  T1110: "Brute Force",
  "T1136.003": "Create Account: Cloud Account",
  T1484: "Domain or Tenant Policy Modification",
  "T1484.002": "Domain or Tenant Policy Modification: Trust Modification",
  T1485: "Data Destruction",
  T1486: "Data Encrypted for Impact",
  T1530: "Data from Cloud Storage",
  T1535: "Unused/Unsupported Cloud Regions",
  "T1548.005": "Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access",
  "T1550.001": "Use Alternate Authentication Material: Application Access Token",
  "T1552.005": "Unsecured Credentials: Cloud Instance Metadata API",
  "T1556.006": "Modify Authentication Process: Multi-Factor Authentication",
  "T1562.001": "Impair Defenses: Disable or Modify Tools",
  "T1562.008": "Impair Defenses: Disable or Modify Cloud Logs",
  T1580: "Cloud Infrastructure Discovery",
  T1619: "Cloud Storage Object Discovery",
  T1648: "Serverless Execution",
  T1651: "Cloud Administration Command",
} as const;

export type TechniqueId = keyof typeof NAMES;

/** Techniques of MITRE ATT&CK by their id. Source: attack.mitre.org/matrices/enterprise/cloud */
export function techniques(...ids: TechniqueId[]): readonly AttackTechnique[] {
  return ids.map((id) => ({ id, name: NAMES[id] }));
}

import { AttackTechnique } from "./finding";

const NAMES = {
  T1078: "Valid Accounts",
  "T1078.004": "Valid Accounts: Cloud Accounts",
  T1098: "Account Manipulation",
  T1110: "Brute Force",
  T1485: "Data Destruction",
  T1486: "Data Encrypted for Impact",
  T1530: "Data from Cloud Storage",
  T1535: "Unused/Unsupported Cloud Regions",
  "T1552.005": "Unsecured Credentials: Cloud Instance Metadata API",
  "T1562.001": "Impair Defenses: Disable or Modify Tools",
  "T1562.008": "Impair Defenses: Disable or Modify Cloud Logs",
  T1070: "Indicator Removal",
  T1580: "Cloud Infrastructure Discovery",
  T1619: "Cloud Storage Object Discovery",
} as const;

/** Techniques of MITRE ATT&CK by their id. Source: attack.mitre.org/matrices/enterprise/cloud */
export function techniques(...ids: (keyof typeof NAMES)[]): readonly AttackTechnique[] {
  return ids.map((id) => ({ id, name: NAMES[id] }));
}

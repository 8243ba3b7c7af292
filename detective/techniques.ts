import { AttackTechnique } from "./finding";

const NAMES = {
  T1020: "Automated Exfiltration",
  "T1020.001": "Automated Exfiltration: Traffic Duplication",
  T1021: "Remote Services",
  "T1021.007": "Remote Services: Cloud Services",
  "T1021.008": "Remote Services: Direct Cloud VM Connections",
  T1037: "Boot or Logon Initialization Scripts",
  T1040: "Network Sniffing",
  T1046: "Network Service Discovery",
  T1053: "Scheduled Task/Job",
  "T1053.007": "Scheduled Task/Job: Container Orchestration Job",
  T1059: "Command and Scripting Interpreter",
  "T1059.009": "Command and Scripting Interpreter: Cloud API",
  T1069: "Permission Groups Discovery",
  "T1069.003": "Permission Groups Discovery: Cloud Groups",
  T1070: "Indicator Removal",
  T1072: "Software Deployment Tools",
  "T1074.002": "Data Staged: Remote Data Staging",
  T1078: "Valid Accounts",
  "T1078.001": "Valid Accounts: Default Accounts",
  "T1078.004": "Valid Accounts: Cloud Accounts",
  T1087: "Account Discovery",
  "T1087.004": "Account Discovery: Cloud Account",
  T1098: "Account Manipulation",
  "T1098.001": "Account Manipulation: Additional Cloud Credentials",
  "T1098.003": "Account Manipulation: Additional Cloud Roles",
  "T1098.004": "Account Manipulation: SSH Authorized Keys",
  "T1098.005": "Account Manipulation: Device Registration",
  "T1098.006": "Account Manipulation: Additional Container Cluster Roles",
  T1110: "Brute Force",
  "T1110.001": "Brute Force: Password Guessing",
  "T1110.003": "Brute Force: Password Spraying",
  "T1110.004": "Brute Force: Credential Stuffing",
  T1113: "Screen Capture",
  T1119: "Automated Collection",
  T1133: "External Remote Services",
  T1136: "Create Account",
  "T1136.003": "Create Account: Cloud Account",
  T1190: "Exploit Public-Facing Application",
  T1199: "Trusted Relationship",
  T1201: "Password Policy Discovery",
  "T1204.003": "User Execution: Malicious Image",
  T1213: "Data from Information Repositories",
  T1219: "Remote Access Tools",
  T1484: "Domain or Tenant Policy Modification",
  "T1484.002": "Domain or Tenant Policy Modification: Trust Modification",
  T1485: "Data Destruction",
  "T1485.001": "Data Destruction: Lifecycle-Triggered Deletion",
  T1486: "Data Encrypted for Impact",
  T1489: "Service Stop",
  T1490: "Inhibit System Recovery",
  T1491: "Defacement",
  "T1491.001": "Defacement: Internal Defacement",
  "T1491.002": "Defacement: External Defacement",
  T1496: "Resource Hijacking",
  "T1496.001": "Resource Hijacking: Compute Hijacking",
  "T1496.002": "Resource Hijacking: Bandwidth Hijacking",
  "T1496.003": "Resource Hijacking: SMS Pumping",
  "T1496.004": "Resource Hijacking: Cloud Service Hijacking",
  T1498: "Network Denial of Service",
  T1499: "Endpoint Denial of Service",
  T1518: "Software Discovery",
  "T1518.001": "Software Discovery: Security Software Discovery",
  T1525: "Implant Internal Image",
  T1526: "Cloud Service Discovery",
  T1528: "Steal Application Access Token",
  T1530: "Data from Cloud Storage",
  T1531: "Account Access Removal",
  T1535: "Unused/Unsupported Cloud Regions",
  T1537: "Transfer Data to Cloud Account",
  T1538: "Cloud Service Dashboard",
  T1546: "Event Triggered Execution",
  T1548: "Abuse Elevation Control Mechanism",
  "T1548.005": "Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access",
  T1550: "Use Alternate Authentication Material",
  "T1550.001": "Use Alternate Authentication Material: Application Access Token",
  T1552: "Unsecured Credentials",
  "T1552.001": "Unsecured Credentials: Credentials In Files",
  "T1552.005": "Unsecured Credentials: Cloud Instance Metadata API",
  "T1552.007": "Unsecured Credentials: Container API",
  T1555: "Credentials from Password Stores",
  "T1555.006": "Credentials from Password Stores: Cloud Secrets Management Stores",
  T1556: "Modify Authentication Process",
  "T1556.006": "Modify Authentication Process: Multi-Factor Authentication",
  "T1556.009": "Modify Authentication Process: Conditional Access Policies",
  T1557: "Adversary-in-the-Middle",
  T1562: "Impair Defenses",
  "T1562.001": "Impair Defenses: Disable or Modify Tools",
  "T1562.006": "Impair Defenses: Indicator Blocking",
  "T1562.007": "Impair Defenses: Disable or Modify Cloud Firewall",
  "T1562.008": "Impair Defenses: Disable or Modify Cloud Logs",
  T1565: "Data Manipulation",
  "T1565.001": "Data Manipulation: Stored Data Manipulation",
  T1567: "Exfiltration Over Web Service",
  "T1567.002": "Exfiltration Over Web Service: Exfiltration to Cloud Storage",
  T1572: "Protocol Tunneling",
  T1578: "Modify Cloud Compute Infrastructure",
  "T1578.001": "Modify Cloud Compute Infrastructure: Create Snapshot",
  "T1578.002": "Modify Cloud Compute Infrastructure: Create Cloud Instance",
  "T1578.003": "Modify Cloud Compute Infrastructure: Delete Cloud Instance",
  "T1578.004": "Modify Cloud Compute Infrastructure: Revert Cloud Instance",
  "T1578.005": "Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations",
  T1580: "Cloud Infrastructure Discovery",
  "T1583.001": "Acquire Infrastructure: Domains",
  "T1584.001": "Compromise Infrastructure: Domains",
  "T1584.002": "Compromise Infrastructure: DNS Server",
  T1586: "Compromise Accounts",
  "T1586.002": "Compromise Accounts: Email Accounts",
  "T1586.003": "Compromise Accounts: Cloud Accounts",
  T1599: "Network Boundary Bridging",
  T1606: "Forge Web Credentials",
  "T1606.002": "Forge Web Credentials: SAML Tokens",
  T1609: "Container Administration Command",
  T1610: "Deploy Container",
  T1619: "Cloud Storage Object Discovery",
  T1621: "Multi-Factor Authentication Request Generation",
  T1648: "Serverless Execution",
  T1651: "Cloud Administration Command",
  T1657: "Financial Theft",
  T1666: "Modify Cloud Resource Hierarchy",
} as const;

export type TechniqueId = keyof typeof NAMES;

/** Techniques of MITRE ATT&CK by their id. Source: attack.mitre.org/matrices/enterprise/cloud */
export function techniques(...ids: TechniqueId[]): readonly AttackTechnique[] {
  return ids.map((id) => ({ id, name: NAMES[id] }));
}

/** A technique by its id in any case, as tags of rules write it (`t1098.003`); undefined for one that isn't in the table. */
export function techniqueOf(id: string): AttackTechnique | undefined {
  const known = id.toUpperCase();
  return isKnown(known) ? { id: known, name: NAMES[known] } : undefined;
}

function isKnown(id: string): id is TechniqueId {
  return Object.hasOwn(NAMES, id);
}

/** The techniques among a rule's tags, `attack.t1098.003`, in their order; one that isn't known here is called by its id. */
export function taggedTechniques(tags: readonly string[]): readonly AttackTechnique[] {
  const ids = tags.flatMap((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase() ?? []);
  return [...new Set(ids)].map((id) => techniqueOf(id) ?? { id, name: id });
}

/** A tactic of MITRE ATT&CK. */
export interface AttackTactic {
  /** For example `TA0003`. */
  id: string;
  name: string;
}

/** In the order of the matrix. Source: attack.mitre.org/matrices/enterprise */
export const TACTICS: readonly AttackTactic[] = [
  { id: "TA0043", name: "Reconnaissance" },
  { id: "TA0042", name: "Resource Development" },
  { id: "TA0001", name: "Initial Access" },
  { id: "TA0002", name: "Execution" },
  { id: "TA0003", name: "Persistence" },
  { id: "TA0004", name: "Privilege Escalation" },
  { id: "TA0005", name: "Defense Evasion" },
  { id: "TA0006", name: "Credential Access" },
  { id: "TA0007", name: "Discovery" },
  { id: "TA0008", name: "Lateral Movement" },
  { id: "TA0009", name: "Collection" },
  { id: "TA0011", name: "Command and Control" },
  { id: "TA0010", name: "Exfiltration" },
  { id: "TA0040", name: "Impact" },
];

/** The tactics among a rule's tags, `attack.defense-evasion`, also written with underscores, in their order. */
export function taggedTactics(tags: readonly string[]): readonly AttackTactic[] {
  const words = tags.map((tag) => /^attack\.(.+)$/i.exec(tag)?.[1]?.toLowerCase().replaceAll(/[_-]/g, " "));
  return [...new Set(words)].flatMap((word) => TACTICS.find(({ name }) => name.toLowerCase() === word) ?? []);
}

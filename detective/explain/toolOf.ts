/** How a user agent shows that a person, a program or AWS itself made the call. */
export interface Tool {
  /** For example `the AWS CLI 2.15.30`; as it stands in a sentence. */
  name: string;
  kind: "console" | "cli" | "sdk" | "infrastructure-as-code" | "service" | "browser" | "other";
}

const PRODUCTS: readonly { pattern: RegExp; name: string; kind: Tool["kind"] }[] = [
  // Tools that carry an SDK's name behind their own come first.
  { pattern: /\bPulumi/i, name: "Pulumi", kind: "infrastructure-as-code" },
  { pattern: /\bTerraform\/v?([\d.]+)/i, name: "Terraform", kind: "infrastructure-as-code" },
  { pattern: /\bOpenTofu\/v?([\d.]+)/i, name: "OpenTofu", kind: "infrastructure-as-code" },
  { pattern: /\bAnsible\/?v?([\d.]+)?/i, name: "Ansible", kind: "infrastructure-as-code" },
  { pattern: /\b(?:aws-cdk|cdk)\/v?([\d.]+)/i, name: "the AWS CDK", kind: "infrastructure-as-code" },
  { pattern: /\baws-cli\/v?([\d.]+)/i, name: "the AWS CLI", kind: "cli" },
  { pattern: /\bAWSPowerShell[\w.]*\/v?([\d.]+)/i, name: "the AWS Tools for PowerShell", kind: "cli" },
  { pattern: /\bBoto3\/v?([\d.]+)/i, name: "the AWS SDK for Python (Boto3)", kind: "sdk" },
  { pattern: /\bBotocore\/v?([\d.]+)/i, name: "the AWS SDK for Python (Botocore)", kind: "sdk" },
  { pattern: /\baws-sdk-(?:js|nodejs)\/v?([\d.]+)/i, name: "the AWS SDK for JavaScript", kind: "sdk" },
  { pattern: /\baws-sdk-go(?:-v2)?\/v?([\d.]+)/i, name: "the AWS SDK for Go", kind: "sdk" },
  { pattern: /\baws-sdk-java\/v?([\d.]+)/i, name: "the AWS SDK for Java", kind: "sdk" },
  { pattern: /\baws-sdk-kotlin\/v?([\d.]+)/i, name: "the AWS SDK for Kotlin", kind: "sdk" },
  { pattern: /\baws-sdk-dotnet[\w.-]*\/v?([\d.]+)/i, name: "the AWS SDK for .NET", kind: "sdk" },
  { pattern: /\baws-sdk-ruby\d*\/v?([\d.]+)/i, name: "the AWS SDK for Ruby", kind: "sdk" },
  { pattern: /\baws-sdk-php\/v?([\d.]+)/i, name: "the AWS SDK for PHP", kind: "sdk" },
  { pattern: /\baws-sdk-rust\/v?([\d.]+)/i, name: "the AWS SDK for Rust", kind: "sdk" },
  { pattern: /\baws-sdk-cpp\/v?([\d.]+)/i, name: "the AWS SDK for C++", kind: "sdk" },
  { pattern: /\bcurl\/v?([\d.]+)/i, name: "curl", kind: "other" },
  { pattern: /\bpython-requests\/v?([\d.]+)/i, name: "Python's requests", kind: "other" },
  { pattern: /\bpython-urllib3?\/v?([\d.]+)/i, name: "Python's urllib", kind: "other" },
];
const CONSOLE =
  /^(?:(?:\w[\w-]*\.)*console\.(?:aws|amazonaws|amazonaws-us-gov)\b|signin\.amazonaws\.com|S3Console\/|AWSConsole\b|EC2ConsoleBackend\b|AWSCloudShell|aws-internal\/3 .*\bconsole\b)/i;
const SERVICE = /^(?:[a-z0-9-]+\.)+amazonaws\.com(?:\.cn)?$|^(?:AWS Internal|aws-internal\/|AWSInternal)/i;

/** What the user agent says the call was made with; undefined where it says nothing. */
export function toolOf(userAgent: string | undefined): Tool | undefined {
  // S3 puts the user agent into brackets.
  const agent = (userAgent ?? "")
    .trim()
    .slice(0, 1024)
    .replace(/^\[(.*)\]$/s, "$1")
    .trim();
  if (agent === "" || agent === "-") return undefined;
  if (CONSOLE.test(agent)) return { name: "the AWS console", kind: "console" };
  for (const { pattern, name, kind } of PRODUCTS) {
    const match = pattern.exec(agent);
    if (match) return { name: match[1] ? `${name} ${match[1].replace(/\.$/, "")}` : name, kind };
  }
  if (SERVICE.test(agent)) return { name: `an AWS service (${agent})`, kind: "service" };
  if (/^Mozilla\//.test(agent)) return { name: "a web browser", kind: "browser" };
  const words = agent.length > 80 ? `${agent.slice(0, 79)}…` : agent;
  return { name: `a program that calls itself “${words}”`, kind: "other" };
}

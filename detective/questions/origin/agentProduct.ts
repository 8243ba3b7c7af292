/** Products by what their user agents hold, the more telling ones first. */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [
    /signin\.amazonaws\.com|console\.amazonaws\.com|console\.aws\.amazon\.com|AWS-Console|S3Console|AWSConsole/i,
    "AWS console",
  ],
  [/CloudShell/i, "CloudShell"],
  [/APN\/1\.0 HashiCorp|HashiCorp|Terraform/i, "Terraform"],
  [/Pulumi/i, "Pulumi"],
  [/OpenTofu/i, "OpenTofu"],
  [/aws-cli/i, "AWS CLI"],
  [/aws-cdk/i, "AWS CDK"],
  [/AWSPowerShell/i, "AWS Tools for PowerShell"],
  [/Boto3|Botocore/i, "Boto3"],
  [/aws-sdk-(js|nodejs)/i, "AWS SDK for JavaScript"],
  [/aws-sdk-java/i, "AWS SDK for Java"],
  [/aws-sdk-go/i, "AWS SDK for Go"],
  [/aws-sdk-(dotnet|net)/i, "AWS SDK for .NET"],
  [/aws-sdk-php/i, "AWS SDK for PHP"],
  [/aws-sdk-ruby/i, "AWS SDK for Ruby"],
  [/aws-sdk-rust/i, "AWS SDK for Rust"],
  [/aws-sdk-cpp/i, "AWS SDK for C++"],
  [/aws-sdk-swift/i, "AWS SDK for Swift"],
  [/aws-sdk-kotlin/i, "AWS SDK for Kotlin"],
  [/Firefox\//, "Firefox"],
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
/** Systems that attackers like; told apart from the same tool on another one. */
const SYSTEMS = /\b(kali|parrot|pentoo|blackarch)\b/i;

/**
 * The product behind a user agent without versions and systems, so that an update alarms nobody: `AWS CLI`, `Boto3`,
 * `Firefox`.
 *
 * A service's name stays as it is; an unknown agent is told by its first product name. Kali and the like are named
 * beside it.
 */
export function agentProduct(userAgent: string | undefined): string | undefined {
  const text = userAgent
    ?.slice(0, 2048)
    .replace(/^\[|\]$/g, "")
    .trim();
  if (!text) return undefined;
  const product =
    PRODUCTS.find(([pattern]) => pattern.test(text))?.[1] ??
    /^[^\s/(;]{1,60}/.exec(text)?.[0] ??
    text.slice(0, 60);
  const system = SYSTEMS.exec(text)?.[1]?.toLowerCase();
  return system ? `${product} on ${system}` : product;
}

import type { KeptStack } from "../harness";

/** Says how to talk to a stack that is up, and waits for the signal; then the run goes on and takes the stack down. */
export async function keepStack(
  { target, outputs }: KeptStack,
  signal: AbortSignal,
  write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<void> {
  if (signal.aborted) return;
  const credentials = typeof target.credentials === "function" ? undefined : target.credentials;
  const environment = [
    ...(target.endpoint ? [`AWS_ENDPOINT_URL=${target.endpoint}`] : []),
    ...(credentials
      ? [
          `AWS_ACCESS_KEY_ID=${credentials.accessKeyId}`,
          `AWS_SECRET_ACCESS_KEY=${credentials.secretAccessKey}`,
        ]
      : []),
    `AWS_REGION=${target.region}`,
    `AWS_DEFAULT_REGION=${target.region}`,
  ];
  write(
    [
      "",
      `The stack is up at ${target.description}; Ctrl-C takes it down. Talk to it from another terminal:`,
      "",
      ...environment.map((setting) => `  export ${setting}`),
      "  aws cloudtrail lookup-events --max-results 10",
      `  aws cloudtrail get-trail-status --name ${outputs.trailName}`,
      `  aws s3 ls --recursive s3://${outputs.bucketName}`,
      "",
    ].join("\n"),
  );
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

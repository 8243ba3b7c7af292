import type { IncomingMessage, ServerResponse } from "node:http";
import type { DigestChain } from "./digestChain";
import type { S3Server } from "./s3Server";

/**
 * Serves beside a loopback S3 what validators ask of CloudTrail: keys, trails and their status, each as the Region that
 * the request is signed for has it.
 */
export function serveCloudTrail(
  s3: S3Server,
  chains: readonly DigestChain[],
  { status = {} }: { status?: Record<string, unknown> } = {},
): { asked: string[] } {
  const asked: string[] = [];
  s3.other = async (incoming, body, answer) => {
    const target = String(incoming.headers["x-amz-target"] ?? "");
    if (!/^CloudTrail|cloudtrail\.v20131101/.test(target)) return false;
    const name = target.split(".").at(-1)!;
    const region = /Credential=[^/]+\/\d+\/([a-z0-9-]+)\//.exec(incoming.headers.authorization ?? "")?.[1];
    asked.push(`${name} ${region}`);
    if (s3.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, s3.delayMs));
    const request = JSON.parse(body.toString() || "{}") as { StartTime?: number; EndTime?: number };
    send(incoming, answer, answerTo(name, region, request));
    return true;
  };
  return { asked };

  function answerTo(
    name: string,
    region: string | undefined,
    request: { StartTime?: number; EndTime?: number },
  ) {
    const own = chains.filter((chain) => chain.region === region);
    switch (name) {
      case "ListPublicKeys": {
        const { StartTime: from = 0, EndTime: to = Infinity } = request;
        const keys = new Set(own.flatMap(({ usedKeys }) => [...usedKeys]));
        return {
          PublicKeyList: [...keys]
            .map((key) => ({
              Value: key.value,
              Fingerprint: key.fingerprint,
              ValidityStartTime: key.from.getTime() / 1000,
              ValidityEndTime: key.to.getTime() / 1000,
            }))
            .filter((key) => key.ValidityStartTime <= to && key.ValidityEndTime >= from),
        };
      }
      case "DescribeTrails": {
        const seen = new Map(chains.map((chain) => [`${chain.trail} ${chain.homeRegion}`, chain]));
        return {
          trailList: [...seen.values()].map((chain) => ({
            Name: chain.trail,
            TrailARN: trailArn(chain),
            S3BucketName: chain.bucket.name,
            ...(chain.prefix !== "" && { S3KeyPrefix: chain.prefix.replace(/\/$/, "") }),
            HomeRegion: chain.homeRegion,
            IsMultiRegionTrail: true,
            IsOrganizationTrail: false,
            LogFileValidationEnabled: true,
          })),
        };
      }
      case "GetTrailStatus":
        return { IsLogging: true, LatestDigestDeliveryTime: (own[0]?.time ?? 0) / 1000 + 300, ...status };
      default:
        return {};
    }
  }
}

/** As DescribeTrails names it. */
export function trailArn({ homeRegion, account, trail }: DigestChain): string {
  return `arn:aws:cloudtrail:${homeRegion}:${account}:trail/${trail}`;
}

function send(incoming: IncomingMessage, answer: ServerResponse, body: object): void {
  answer.writeHead(200, { "content-type": incoming.headers["content-type"] ?? "application/x-amz-json-1.1" });
  answer.end(JSON.stringify(body));
}

import { JsonObject } from "../../detective/json";
import { Day } from "./benignDay/day";
import { preview, releases, terraform } from "./benignDay/deployments";
import { image } from "./benignDay/image";
import { clusterSecrets, pipelineUser, roleTaken, threeRegions } from "./benignDay/oldWays";
import { administration } from "./benignDay/byHand";
import { browsing, mistyped, onboarding, ownKeyRotated, signIns } from "./benignDay/people";
import { awsServices, scanner } from "./benignDay/services";
import { agents, functions, starts, steady } from "./benignDay/workloads";

/** A day of ordinary work in an account of a middling company, put together by hand, oldest first. */
export function benignDay(): JsonObject[] {
  const day = new Day("2026-11-18");
  for (const part of [
    ...[signIns, mistyped, ownKeyRotated, onboarding, browsing, administration],
    ...[terraform, preview, releases, image],
    ...[pipelineUser, threeRegions, roleTaken, clusterSecrets],
    ...[starts, steady, functions, agents],
    ...[awsServices, scanner],
  ])
    part(day);
  return day.records();
}

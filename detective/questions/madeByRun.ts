import { CloudTrailEvent } from "../event";

/**
 * Whether a call was made by the run that put `correlationId` into its user agent.
 *
 * @throws RangeError when the id is shorter than 8 characters: a short one would be found in anyone's user agent
 */
export function madeByRun(event: CloudTrailEvent, correlationId: string): boolean {
  if (correlationId.length < 8) {
    throw new RangeError(`correlationId: "${correlationId}" is too short; use at least 8 characters`);
  }
  return event.userAgent?.includes(correlationId) ?? false;
}

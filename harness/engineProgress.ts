import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Observer } from "./observer";

/** Tells of each resource as the engine gets to it, and of what the program warns. */
export function engineProgress(observer: Observer): (event: EngineEvent) => void {
  let done = 0;
  return ({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }) => {
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata ?? resOpFailedEvent?.metadata;
    if (resOutputsEvent && metadata?.op !== "same") done++;
    if (metadata && metadata.op !== "same") {
      observer.progress(`${done} done, ${metadata.op} ${nameOf(metadata.urn)} (${typeOf(metadata.type)})`);
    }
    if (diagnosticEvent && ["warning", "error"].includes(diagnosticEvent.severity)) {
      observer.note(
        `${diagnosticEvent.severity}: ${diagnosticEvent.message.replace(/<\{%.*?%\}>/g, "").trim()}`,
      );
    }
  };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function typeOf(token: string): string {
  return token.split(":").at(-1) ?? token;
}

import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Observer } from "./observer";
import { plainDiagnostic } from "./plainDiagnostic";

/** Tells of each resource as the engine gets to it, and once of each thing that it or the program warns of. */
export function engineProgress(observer: Pick<Observer, "progress" | "note">): (event: EngineEvent) => void {
  let done = 0;
  const told = new Set<string>();
  return ({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }) => {
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata ?? resOpFailedEvent?.metadata;
    if (resOutputsEvent && metadata?.op !== "same") done++;
    if (metadata && metadata.op !== "same") {
      observer.progress(`${done} done, ${metadata.op} ${nameOf(metadata.urn)} (${typeOf(metadata.type)})`);
    }
    if (diagnosticEvent && ["warning", "error"].includes(diagnosticEvent.severity)) {
      const text = `${diagnosticEvent.severity}: ${plainDiagnostic(diagnosticEvent.message)}`;
      // Two resources may fail alike, and that is told twice.
      const key = `${diagnosticEvent.urn ?? ""} ${text}`;
      if (!told.has(key)) observer.note(text);
      told.add(key);
    }
  };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function typeOf(token: string): string {
  return token.split(":").at(-1) ?? token;
}

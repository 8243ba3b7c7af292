import type { EngineEvent } from "@pulumi/pulumi/automation";
import type { Observer } from "./observer";
import { plainDiagnostic } from "./plainDiagnostic";

/** Tells of each resource, but for the engine's own, as the engine gets to it, and once of each thing that it or the program warns of. */
export function engineProgress(observer: Pick<Observer, "progress" | "note">): (event: EngineEvent) => void {
  let done = 0;
  const told = new Set<string>();
  return ({ resourcePreEvent, resOutputsEvent, resOpFailedEvent, diagnosticEvent }) => {
    const metadata = resourcePreEvent?.metadata ?? resOutputsEvent?.metadata ?? resOpFailedEvent?.metadata;
    if (metadata && metadata.op !== "same" && !metadata.type.startsWith("pulumi:")) {
      if (resOutputsEvent) done++;
      const doing = doings[metadata.op] ?? metadata.op;
      observer.progress(`${done} done, ${doing} ${nameOf(metadata.urn)} (${typeOf(metadata.type)})`);
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

const doings: Record<string, string> = {
  create: "creating",
  update: "updating",
  delete: "deleting",
  replace: "replacing",
  refresh: "reading",
};

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

function typeOf(token: string): string {
  return token.split(":").at(-1) ?? token;
}

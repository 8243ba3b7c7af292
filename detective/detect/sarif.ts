import { createHash } from "node:crypto";
import { isAbsolute, relative, sep } from "node:path";
import type { Location, ReportingDescriptor, Result } from "sarif";
import { Level } from "../finding";
import { RuleHead, RuleProblem, SigmaCorrelation, SigmaRule, ruleKey } from "../sigma/rule";
import { positionText } from "../sigma/rulePosition";
import { taggedTechniques } from "../techniques";
import { Detection, RecordPlace } from "./detection";

/** GitHub refuses a run with more. Source: docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads */
export const MOST_SARIF_RESULTS = 25_000;
/** So many other records of a correlation are named. */
const MOST_RELATED = 100;
const LONGEST_TEXT = 1_000;

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/**
 * What a level is in SARIF, and its place on GitHub's scale of 0 to 10.
 *
 * Source: docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const WEIGHTS: Readonly<Record<Level, { level: "error" | "warning" | "note"; severity?: string }>> = {
  critical: { level: "error", severity: "9.5" },
  high: { level: "error", severity: "8.0" },
  medium: { level: "warning", severity: "5.5" },
  low: { level: "note", severity: "2.0" },
  informational: { level: "note" },
};

/** What a SARIF log says beside its results. */
export interface SarifFrame {
  /** Every rule that was asked. */
  rules: readonly (SigmaRule | SigmaCorrelation)[];
  /** Of this program. */
  version: string;
  /** The folder that files are named from, as an absolute path. */
  folder: string;
}

/** What was not asked or not read, once that is known. */
export interface SarifEnd {
  refused: readonly RuleProblem[];
  /** One sentence for each thing that is missing. */
  missing: readonly string[];
}

/**
 * Detections as a SARIF 2.1.0 log, in pieces, so that none have to be held.
 *
 * Source: docs.oasis-open.org/sarif/sarif/v2.1.0
 */
export class SarifWriter {
  private readonly places = new Map<SigmaRule | SigmaCorrelation, number>();
  private written = 0;
  /** How many results there was no room for. */
  leftOut = 0;

  constructor(private readonly frame: SarifFrame) {
    for (const [index, rule] of frame.rules.entries()) this.places.set(rule, index);
  }

  /** What comes before the first result. */
  begin(): string {
    const { rules, version } = this.frame;
    const driver = { name: "audit-trail", version, rules: rules.map(descriptor) };
    const head = JSON.stringify({ $schema: SCHEMA, version: "2.1.0", runs: [{ tool: { driver } }] });
    // The run is left open.
    return `${head.slice(0, -"}]}".length)},"columnKind":"utf16CodeUnits","results":[`;
  }

  /** Empty where there is no room for it. */
  result(detection: Detection): string {
    if (this.written >= MOST_SARIF_RESULTS) {
      this.leftOut++;
      return "";
    }
    return `${this.written++ > 0 ? "," : ""}\n${JSON.stringify(this.resultOf(detection))}`;
  }

  end({ refused, missing }: SarifEnd): string {
    const left = this.leftOut > 0 ? [`${this.leftOut} further detections are left out.`] : [];
    const toolConfigurationNotifications = refused.map(({ at, problem, help }) => ({
      level: "error",
      message: { text: `${positionText(at)}: ${problem}; ${help}` },
    }));
    const toolExecutionNotifications = [...missing, ...left].map((text) => ({
      level: "warning",
      message: { text },
    }));
    const invocation = {
      executionSuccessful: true,
      toolConfigurationNotifications,
      toolExecutionNotifications,
    };
    return `\n],"invocations":[${JSON.stringify(invocation)}]}]}\n`;
  }

  private resultOf({ rule, place, places, group, count, why, proof }: Detection): Result {
    const { eventID, eventTime } = place;
    const related = places.filter((each) => each !== place).slice(-MOST_RELATED);
    return {
      ruleId: ruleKey(rule),
      ruleIndex: this.places.get(rule) ?? -1,
      level: WEIGHTS[rule.level].level,
      message: { text: `${rule.title}. ${why}` },
      locations: [this.location(place)],
      ...(related.length > 0 && {
        relatedLocations: related.map((each, index) => ({ id: index, ...this.location(each) })),
      }),
      partialFingerprints: { primaryLocationLineHash: fingerprint(rule, place) },
      properties: {
        ...(proof && { proof }),
        ...(eventID !== undefined && { eventID }),
        ...(eventTime !== undefined && { eventTime }),
        record: place.index,
        ...(rule.kind === "correlation" && { group, records: count }),
      },
    };
  }

  private location({ source, index }: RecordPlace): Location {
    return {
      physicalLocation: { artifactLocation: { uri: this.uri(source) }, region: { startLine: 1 } },
      logicalLocations: [{ fullyQualifiedName: `Records[${index}]`, kind: "object" }],
    };
  }

  /** Of a file below the folder, relative to it; others as they are called. */
  private uri(source: string): string {
    if (/^s3:\/\//i.test(source)) return encodeURI(wellFormed(source));
    const path = isAbsolute(source) ? relative(this.frame.folder, source) : source;
    const outside = path.startsWith("..") || isAbsolute(path);
    const encoded = (outside ? source : path)
      .split(sep)
      .map((part) => encodeURIComponent(wellFormed(part)))
      .join("/");
    return outside && isAbsolute(source) ? `file://${encoded}` : encoded;
  }
}

function descriptor(rule: SigmaRule | SigmaCorrelation): ReportingDescriptor {
  const { level, severity } = WEIGHTS[rule.level];
  const techniques = taggedTechniques(rule.tags).map(({ id, name }) => `${id} ${name}`);
  return {
    id: ruleKey(rule),
    shortDescription: { text: cut(rule.title) },
    fullDescription: { text: cut(rule.description ?? rule.title) },
    help: { text: helpOf(rule, techniques) },
    defaultConfiguration: { level },
    properties: {
      tags: ["security", ...rule.tags],
      precision: "medium",
      "problem.severity": { error: "error", warning: "warning", note: "recommendation" }[level],
      ...(severity !== undefined && { "security-severity": severity }),
    },
  };
}

function helpOf(
  { description, title, falsepositives, references }: RuleHead,
  techniques: readonly string[],
): string {
  const list = (name: string, texts: readonly string[]) =>
    texts.length > 0 ? [`${name}: ${texts.join("; ")}`] : [];
  return [
    description ?? title,
    ...list("False positives", falsepositives),
    ...list("ATT&CK", techniques),
    ...list("References", references),
  ].join("\n\n");
}

/** The same for the same record in another run, wherever its file lies. */
function fingerprint(rule: SigmaRule | SigmaCorrelation, { eventID, source, index }: RecordPlace): string {
  const hash = createHash("sha256").update(JSON.stringify([ruleKey(rule), eventID ?? [source, index]]));
  return `${hash.digest("hex").slice(0, 32)}:1`;
}

/** Half of a surrogate pair can't be part of an address. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}

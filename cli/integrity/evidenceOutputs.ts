import type { EvidenceSink } from "../../detective/integrity/evidence";
import {
  EvidenceText,
  evidenceSink,
  type EvidenceForm,
  type WholeFile,
} from "../../detective/integrity/evidenceWriter";
import type { IntegrityFinding, IntegrityUnknown } from "../../detective/integrity/integrityFinding";
import type { Call } from "../command";
import type { ValidateCallOptions } from "../commands/validate";
import { PieceWriter } from "../output/pieceWriter";

/** More are counted, not shown. */
const SHOWN = 100;

/** Where evidence goes: to standard output, to a file, to both or to neither. */
export function evidenceOutputs(
  { io }: Call,
  { output, evidence: path }: ValidateCallOptions,
  file: WholeFile | undefined,
) {
  const outputs: {
    text: EvidenceText;
    sink: EvidenceSink;
    write: (piece: string) => Promise<void>;
    end?: () => Promise<void>;
  }[] = [];
  const add = (form: EvidenceForm, write: (piece: string) => Promise<void>, end?: () => Promise<void>) => {
    const text = new EvidenceText(form);
    outputs.push({ text, sink: evidenceSink(text, write), write, ...(end && { end }) });
  };
  if (output !== "table") {
    const writer = new PieceWriter(io.stdout);
    add(
      output,
      (piece) => writer.add(piece),
      () => writer.end(),
    );
  }
  if (file) add(path?.endsWith(".jsonl") ? "jsonl" : "json", (piece) => file.write(piece));
  return outputs;
}

/** Keeps what a person reads, and counts all. */
export function shown(
  findings: IntegrityFinding[],
  unknowns: IntegrityUnknown[],
  counted: { findings: number; unknowns: number },
): EvidenceSink {
  return {
    digest: () => {},
    log: () => {},
    finding: (row) => void (++counted.findings <= SHOWN && findings.push(row)),
    unknown: (row) => void (++counted.unknowns <= SHOWN && unknowns.push(row)),
  };
}

/** Hands each row to several. */
export function together(sinks: readonly EvidenceSink[]): EvidenceSink {
  const each =
    <K extends keyof EvidenceSink>(name: K) =>
    async (row: Parameters<EvidenceSink[K]>[0]): Promise<void> => {
      for (const sink of sinks) await (sink[name] as (row: unknown) => void | Promise<void>)(row);
    };
  return { digest: each("digest"), log: each("log"), finding: each("finding"), unknown: each("unknown") };
}

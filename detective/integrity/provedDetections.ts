import { Detection } from "../detect/detection";
import { Coverage, isComplete } from "../source";
import type { FileProof, FileProver } from "./fileProver";
import { proofGaps, proofsOf } from "./provedAnswer";

/** Adds to detections, as they come, what is proven of the files that they rest on. */
export class ProvedDetections {
  private readonly unproven = new Map<string, FileProof>();

  constructor(private readonly prover: FileProver) {}

  async prove(detection: Detection): Promise<Detection> {
    const proof = await proofsOf(
      detection.places.map(({ source }) => source),
      this.prover,
    );
    for (const each of proof)
      if (each.state !== "covered by a verified digest") this.unproven.set(each.file, each);
    return { ...detection, proof };
  }

  /** A coverage with what is not proven as gaps. */
  coverage(read: Coverage): Coverage {
    const gaps = [...read.gaps, ...proofGaps([{ proof: [...this.unproven.values()] }])];
    return { ...read, gaps, complete: isComplete(gaps) };
  }

  close(): Promise<void> {
    return this.prover.close();
  }
}

import {
  integrityFinding,
  type IntegrityFinding,
  type IntegrityFindingKind,
  type IntegrityUnknown,
} from "./integrityFinding";
import type { KeyRing } from "./keyRing";
import { endOf, isRead, type JudgedDigest, type LoadedDigest, type ReadDigest } from "./loadedDigest";
import { SIGNATURE_ALGORITHM, isSignedBy, signingString } from "./signature";

/** Digests of one chain with their verdicts, and what was found. */
export interface JudgedSignatures {
  /** Oldest first. */
  digests: JudgedDigest[];
  findings: IntegrityFinding[];
  unknowns: IntegrityUnknown[];
}

type Judgement = Pick<JudgedDigest, "verdict" | "provenBy" | "signatureFrom" | "verifiedSignature" | "why">;

/**
 * Judges each digest of a chain by itself and by those after it: is it where it says, who signed it, and does the next
 * one hold its hash and its signature.
 *
 * @param loaded oldest first
 * @param bucket where they were read; undefined where a copy doesn't say
 */
export function judgeSignatures(
  loaded: readonly LoadedDigest[],
  ring: KeyRing,
  bucket?: string,
): JudgedSignatures {
  return new SignatureJudge(loaded, ring, bucket).judge();
}

class SignatureJudge {
  private readonly findings: IntegrityFinding[] = [];
  private unknowns: IntegrityUnknown[] = [];
  /** Later digests, by the key of the one that each says was before it. */
  private readonly nexts = new Map<string, (ReadDigest & JudgedDigest)[]>();
  private readonly byKey: ReadonlyMap<string, LoadedDigest>;

  constructor(
    private readonly loaded: readonly LoadedDigest[],
    private readonly ring: KeyRing,
    private readonly bucket: string | undefined,
  ) {
    this.byKey = new Map(loaded.map((each) => [each.key, each]));
  }

  judge(): JudgedSignatures {
    const digests: JudgedDigest[] = [];
    for (const each of [...this.loaded].reverse()) {
      const judged = { ...each, ...this.judgeOne(each) };
      if (judged.verdict === "valid" && isRead(judged)) this.contradict(judged);
      digests.push(judged);
      const previous = judged.digest?.previous;
      // Only what comes later can vouch for what was before it.
      if (previous && isRead(judged)) {
        const nexts = this.nexts.get(previous.key) ?? [];
        nexts.push(judged);
        this.nexts.set(previous.key, nexts);
      }
    }
    return { digests: digests.reverse(), findings: this.findings, unknowns: this.unknowns };
  }

  private judgeOne(each: LoadedDigest): Judgement {
    if (each.problem?.kind === "unreadable") return this.unknown(each, "unreadable", each.problem.why);
    if (!isRead(each)) {
      const why = each.problem?.why ?? "it can't be read";
      return this.invalid(each, "digest-damaged", `is no digest: ${why}`);
    }
    return this.misplaced(each) ?? this.signed(each);
  }

  /** A digest says where it belongs; another place means that somebody put it there. */
  private misplaced(each: ReadDigest): Judgement | undefined {
    const { key, digest } = each;
    if (digest.key !== key) {
      const original = this.byKey.get(digest.key);
      if (original?.digest?.key === key)
        return this.invalid(each, "digest-swapped", `stands in the place of ${digest.key}, and that in its`, [
          digest.key,
        ]);
      if (original?.sha256 === each.sha256)
        return this.invalid(each, "digest-replayed", `is a copy of the digest ${digest.key}`, [digest.key]);
      return this.invalid(each, "digest-moved", `says that it belongs at ${digest.key}`, [digest.key]);
    }
    if (this.bucket !== undefined && digest.bucket !== this.bucket) {
      return this.invalid(
        each,
        "digest-moved",
        `says that it belongs into the bucket ${digest.bucket}, not ${this.bucket}; if this is a copy of that one, say so with --bucket ${digest.bucket}`,
      );
    }
    return undefined;
  }

  private signed(each: ReadDigest): Judgement {
    const nexts = (this.nexts.get(each.key) ?? []).filter((next) => endOf(next) > endOf(each));
    const vouching = nexts.filter(({ verdict }) => verdict === "valid");
    const said = vouching.map(({ digest }) => digest.previous!);
    const own = each.signature?.toLowerCase();
    // A signature that proves to be one does so wherever it was found.
    const anywhere = nexts.map(({ digest }) => digest.previous!.signature.toLowerCase());
    const ofNexts = anywhere.filter((_, index) => nexts[index]!.verdict !== "invalid");
    const other = said.find(({ hash, algorithm }) => algorithm === "SHA-256" && hash !== each.sha256);
    if (other) {
      const isResigned = own !== undefined && !ofNexts.includes(own);
      return this.invalid(
        each,
        isResigned ? "digest-resigned" : "digest-modified",
        `${isResigned ? "was replaced by one that is signed anew" : "was modified"}: the digest after it holds another hash`,
        [vouching[0]!.key],
        { expected: other.hash, actual: each.sha256 },
      );
    }
    const chained = said.some(({ hash, algorithm }) => algorithm === "SHA-256" && hash === each.sha256);
    const candidates = [...new Set([...(own === undefined ? [] : [own]), ...anywhere])];
    if (candidates.length === 0) {
      const why =
        "its signature is the object's metadata, which a plain copy loses, and no later digest holds it (audit-trail archive pull keeps metadata)";
      return this.unknown(each, "no-signature", why);
    }
    const time = each.backfilledAt ?? endOf(each);
    const lookup = this.ring.find(each.name.region, each.digest.fingerprint, time);
    switch (lookup.status) {
      case "unknown":
        if (chained) return { verdict: "valid", provenBy: "chain" };
        return this.unknown(each, "no-keys", `its signature can't be verified: ${lookup.why}`);
      case "not-listed":
        return this.invalid(
          each,
          "digest-key-unknown",
          `is signed with a key that CloudTrail does not list in ${each.name.region} for that time (${each.digest.fingerprint})`,
        );
      case "other-region":
        return this.invalid(
          each,
          "digest-wrong-region-key",
          `names a key of ${lookup.region} (${each.digest.fingerprint}), and is a digest of ${each.name.region}`,
        );
      case "found":
    }
    const text = signingString(each.digest, each.sha256);
    const good = candidates.find((signature) => isSignedBy(lookup.key, text, signature));
    if (good === undefined) return this.badSignature(each, { own, ofNexts, chained });
    if (own !== undefined && own !== good) {
      this.found(
        each,
        "digest-signature-altered",
        "has another signature in its metadata than CloudTrail gave it",
      );
    }
    return {
      verdict: "valid",
      provenBy: "signature",
      signatureFrom: good === own ? "metadata" : "next-digest",
      verifiedSignature: good,
    };
  }

  /** A later digest that nobody vouches for, and that says what is not so of a proven one, was modified. */
  private contradict(proven: ReadDigest & JudgedDigest): void {
    for (const next of this.nexts.get(proven.key) ?? []) {
      const { hash, algorithm } = next.digest.previous!;
      if (next.verdict !== "unknown" || algorithm !== "SHA-256" || hash === proven.sha256) continue;
      const hashes = { expected: proven.sha256, actual: hash };
      const what = "was modified: it holds another hash of the proven digest before it";
      this.unknowns = this.unknowns.filter(({ key }) => key !== next.key);
      Object.assign(next, this.invalid(next, "digest-modified", what, [proven.key], hashes));
    }
  }

  private badSignature(
    each: ReadDigest,
    { own, ofNexts, chained }: { own: string | undefined; ofNexts: readonly string[]; chained: boolean },
  ): Judgement {
    if (each.digest.signatureAlgorithm !== SIGNATURE_ALGORITHM && chained)
      return { verdict: "valid", provenBy: "chain" };
    // The algorithm's name is not proven by anything here: a forger may write any.
    const isResigned = own !== undefined && ofNexts.length > 0 && !ofNexts.includes(own);
    if (isResigned)
      return this.invalid(
        each,
        "digest-resigned",
        "was modified and signed anew: CloudTrail's key did not sign it",
      );
    const isModified = own !== undefined && ofNexts.includes(own);
    if (isModified)
      return this.invalid(each, "digest-modified", "was modified: its signature is that of another content");
    return this.invalid(
      each,
      "digest-signature-invalid",
      "is not signed by CloudTrail's key: it was modified, or its signature was",
    );
  }

  private invalid(
    each: LoadedDigest,
    kind: IntegrityFindingKind,
    what: string,
    related: readonly string[] = [],
    hashes: Pick<IntegrityFinding, "expected" | "actual"> = {},
  ): Judgement {
    this.found(each, kind, what, related, hashes);
    return { verdict: "invalid", why: what };
  }

  private found(
    each: LoadedDigest,
    kind: IntegrityFindingKind,
    what: string,
    related: readonly string[] = [],
    hashes: Pick<IntegrityFinding, "expected" | "actual"> = {},
  ): void {
    const { key, name } = each;
    this.findings.push(
      integrityFinding(kind, name, {
        key,
        ...(related.length > 0 && { related }),
        says: `The digest ${key} ${what}.`,
        ...hashes,
      }),
    );
  }

  private unknown(each: LoadedDigest, kind: IntegrityUnknown["kind"], why: string): Judgement {
    const { account, region, trail } = each.name;
    const says = `The digest ${each.key} is not proven: ${why}.`;
    this.unknowns.push({ kind, account, region, trail, key: each.key, says, why });
    return { verdict: "unknown", why };
  }
}

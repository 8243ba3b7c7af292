import { KeyMetadata, KmsReader } from "./clients";
import { Fact, absent, readFact, readFrom, unreadable, value } from "./fact";
import { readPolicyText } from "./readPolicyText";
import { Alias, TrailFacts } from "./trailFacts";

type KeyFacts = Pick<TrailFacts, "key" | "aliases" | "keyPolicy" | "keyPolicyText" | "rotation">;

/** A key has at most 50 aliases by default; more pages than this are a circle. */
const MAX_PAGES = 20;

/** What KMS says of the key; each by its own call, so that one refusal hides nothing else. */
export async function readKeyFacts(kms: KmsReader, reference: Fact<string>): Promise<KeyFacts> {
  const key = await readFrom(reference, (id) => readKey(kms, id));
  // The other calls take no alias, so they are made with what DescribeKey says.
  const id = await readFrom(key, ({ Arn, KeyId }) => {
    const known = Arn ?? KeyId;
    return Promise.resolve(known ? value(known) : unreadable("kms:DescribeKey: the answer names no key"));
  });
  const [aliases, keyPolicyText, rotation] = await Promise.all([
    readFrom(id, (KeyId) => readFact("kms:ListAliases", () => readAliases(kms, KeyId))),
    readFrom(id, (KeyId) =>
      readFact("kms:GetKeyPolicy", async () => {
        const { Policy } = await kms.getKeyPolicy({ KeyId, PolicyName: "default" });
        return Policy ? value(Policy) : absent(`key ${KeyId} has no policy`);
      }),
    ),
    readFrom(id, (KeyId) =>
      readFact("kms:GetKeyRotationStatus", async () =>
        value((await kms.getKeyRotationStatus({ KeyId })).KeyRotationEnabled ?? false),
      ),
    ),
  ]);
  const keyPolicy =
    keyPolicyText.state === "value" ? readPolicyText("kms:GetKeyPolicy", keyPolicyText.value) : keyPolicyText;
  return { key, aliases, keyPolicy, keyPolicyText, rotation };
}

function readKey(kms: KmsReader, id: string): Promise<Fact<KeyMetadata>> {
  return readFact(
    "kms:DescribeKey",
    async () => {
      const { KeyMetadata: metadata } = await kms.describeKey({ KeyId: id });
      return metadata ? value(metadata) : unreadable("kms:DescribeKey: the answer names no key");
    },
    { NotFoundException: `key ${id} does not exist` },
  );
}

async function readAliases(kms: KmsReader, KeyId: string): Promise<Fact<readonly Alias[]>> {
  const aliases: Alias[] = [];
  let Marker: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await kms.listAliases({ KeyId, ...(Marker !== undefined && { Marker }) });
    for (const { AliasName = "", AliasArn = "" } of answer.Aliases ?? []) {
      aliases.push({ name: AliasName, arn: AliasArn });
    }
    if (!answer.Truncated) return value(aliases);
    Marker = answer.NextMarker;
  }
  return unreadable(`kms:ListAliases: no end after ${MAX_PAGES} pages`);
}

import { clientsFor, type Clients } from "./clients";
import type { Setting } from "./operations";
import { partitionOf } from "./partition";
import type { Settings } from "./settings";

/** One configured provider: its settings, and the clients it has made, one set a region. */
export class ConfiguredProvider {
  readonly #settings: Settings;
  readonly #clients = new Map<string, Clients>();
  readonly #makeClients: (settings: Settings, region: string) => Clients;
  #accountId: Promise<string> | undefined;

  constructor(settings: Settings, makeClients = clientsFor) {
    this.#settings = settings;
    this.#makeClients = makeClients;
  }

  get region(): string {
    return this.#settings.region;
  }

  get defaultTags(): Record<string, string> {
    return this.#settings.defaultTags;
  }

  /** What an operation in a region works with; the provider's own region when none is given. */
  in(region: unknown): Setting {
    const chosen = typeof region === "string" && region !== "" ? region : this.#settings.region;
    let aws = this.#clients.get(chosen);
    if (!aws) this.#clients.set(chosen, (aws = this.#makeClients(this.#settings, chosen)));
    return {
      region: this.#settings.region,
      defaultTags: this.#settings.defaultTags,
      call: {
        aws,
        region: chosen,
        partition: partitionOf(chosen).partition,
        accountId: () => (this.#accountId ??= this.#findAccountId(aws)),
      },
    };
  }

  /** Takes this provider's credentials out of a message. */
  withoutCredentials(message: string): string {
    const { accessKeyId, secretAccessKey, sessionToken } = this.#settings.credentials;
    return [secretAccessKey, sessionToken, accessKeyId]
      .filter((secret): secret is string => secret !== undefined && secret.length > 4)
      .reduce((clean, secret) => clean.replaceAll(secret, "[credential]"), message);
  }

  async #findAccountId(aws: Clients): Promise<string> {
    const { Account } = await (await aws.sts()).getCallerIdentity({});
    if (!Account) throw new Error("the endpoint's GetCallerIdentity names no account");
    return Account;
  }
}

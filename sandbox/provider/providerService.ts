import { clientsFor } from "./clients";
import { checkInputs } from "./checkInputs";
import { ConfiguredProvider } from "./configuredProvider";
import { diffState } from "./diffState";
import { invoke } from "./functions";
import { create, PartialFailure, previewCreate, previewUpdate, read, update } from "./operations";
import { closeSecrets, openSecrets, type Properties } from "./propertyValues";
import { recordOf } from "./registry";
import { configurationProblems, readSettings } from "./settings";
import type { Autonaming } from "./autoName";

/** Which resource a request is about. */
interface Target {
  urn: string;
  type: string;
}

/**
 * What the engine asks of a provider, in plain values.
 *
 * The engine opens one connection per provider instance (default or explicit) to the same server and configures
 * each; a request says nothing of the instance but the connection it comes on, so that is what settings hang on.
 */
export class ProviderService {
  readonly #configured = new Map<string, ConfiguredProvider>();
  // Every operation of the engine connects anew; the same configuration keeps its clients and their connections.
  readonly #byConfiguration = new Map<string, ConfiguredProvider>();

  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly makeClients = clientsFor,
  ) {}

  checkConfig(news: Properties) {
    return configurationProblems(openSecrets(news).open, this.env);
  }

  configure(connection: string, config: Properties): void {
    const { open } = openSecrets(config);
    const key = JSON.stringify(Object.entries(open).sort(([a], [b]) => (a < b ? -1 : 1)));
    let provider = this.#byConfiguration.get(key);
    if (!provider) {
      provider = new ConfiguredProvider(readSettings(open, this.env), this.makeClients);
      this.#byConfiguration.set(key, provider);
    }
    this.#configured.set(connection, provider);
  }

  check(
    target: Target,
    request: { olds: Properties; news: Properties; seed: Uint8Array; autonaming?: Autonaming },
  ) {
    const { record, file } = recordOf(target.type);
    const { open, secret } = openSecrets(request.news);
    const { inputs, failures } = checkInputs(record, file, {
      urn: target.urn,
      old: openSecrets(request.olds).open,
      inputs: open,
      seed: request.seed,
      autonaming: request.autonaming,
    });
    return { inputs: closeSecrets(inputs, secret), failures };
  }

  diff(connection: string, target: Target, state: Properties, news: Properties) {
    const { record } = recordOf(target.type);
    const provider = this.#of(connection);
    return diffState(record, openSecrets(state).open, openSecrets(news).open, provider);
  }

  async create(connection: string, target: Target, properties: Properties, preview: boolean) {
    const { record } = recordOf(target.type);
    const provider = this.#of(connection);
    const { open, secret } = openSecrets(properties);
    if (preview) return { id: "", state: closeSecrets(previewCreate(record, open, provider), secret) };
    return await this.#tell(provider, `creating ${target.type}`, secret, async () => {
      const { id, state } = await create(record, open, provider.in(open.region));
      return { id, state: closeSecrets(state, secret) };
    });
  }

  async read(
    connection: string,
    target: Target,
    request: { id: string; state: Properties; inputs?: Properties },
  ) {
    const { record } = recordOf(target.type);
    const provider = this.#of(connection);
    const { open: state, secret } = openSecrets(request.state);
    const inputs = request.inputs && openSecrets(request.inputs);
    for (const name of inputs?.secret ?? []) secret.add(name);
    const importing = Object.keys(state).length === 0;
    const { id, region } = importing && record.fields.region ? splitRegion(request.id) : { id: request.id };
    return await this.#tell(provider, `reading ${target.type} (${request.id})`, secret, async () => {
      const known = { state, inputs: importing ? undefined : inputs?.open };
      const found = await read(record, id, known, provider.in(region ?? state.region));
      if (!found) return undefined;
      return {
        id: found.id,
        state: closeSecrets(found.state, secret),
        inputs: closeSecrets(found.inputs, secret),
      };
    });
  }

  async update(
    connection: string,
    target: Target,
    request: { id: string; state: Properties; news: Properties; preview: boolean },
  ) {
    const { record } = recordOf(target.type);
    const provider = this.#of(connection);
    const { open: state } = openSecrets(request.state);
    const { open: news, secret } = openSecrets(request.news);
    if (request.preview) return closeSecrets(previewUpdate(record, state, news, provider), secret);
    return await this.#tell(provider, `updating ${target.type} (${request.id})`, secret, async () =>
      closeSecrets(await update(record, request.id, state, news, provider.in(state.region)), secret),
    );
  }

  async delete(connection: string, target: Target, id: string, properties: Properties): Promise<void> {
    const { record } = recordOf(target.type);
    const provider = this.#of(connection);
    const { open: state, secret } = openSecrets(properties);
    await this.#tell(provider, `deleting ${target.type} (${id})`, secret, () =>
      record.remove(provider.in(state.region).call, id, state),
    );
  }

  async invoke(connection: string, token: string, args: Properties): Promise<Properties> {
    const provider = this.#of(connection);
    const { open, secret } = openSecrets(args);
    return await this.#tell(provider, `calling ${token}`, secret, async () =>
      // An answer may repeat any argument, so one secret argument makes all of it secret.
      closeAll(await invoke(token, open, (region) => provider.in(region).call), secret.size > 0),
    );
  }

  #of(connection: string): ConfiguredProvider {
    const provider = this.#configured.get(connection);
    if (provider) return provider;
    throw new Error(`the aws provider was asked on a connection (${connection}) it was not configured on`);
  }

  /** Says what was being done when something fails, and keeps credentials and secret inputs out of the message. */
  async #tell<T>(
    provider: ConfiguredProvider,
    doing: string,
    secret: ReadonlySet<string>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = error instanceof Error ? error : new Error(String(error));
      const cause = failure.cause instanceof Error ? failure.cause : failure;
      const code = cause.name === "Error" || failure.message.startsWith(cause.name) ? "" : `${cause.name}: `;
      const message = provider.withoutCredentials(`${doing}: ${code}${failure.message}`);
      if (!(failure instanceof PartialFailure)) throw new Error(message, { cause: error });
      throw new PartialFailure(failure.id, closeSecrets(failure.state, secret), message, { cause: error });
    }
  }
}

/** `id@region` names a region for an import, as in the vendor's plugin since version 7. */
function splitRegion(id: string): { id: string; region?: string } {
  const found = /^(.+)@([a-z]{2,4}(?:-[a-z]+)+-\d+)$/.exec(id);
  return found?.[1] && found[2] ? { id: found[1], region: found[2] } : { id };
}

function closeAll(answer: Properties, secret: boolean): Properties {
  return closeSecrets(answer, new Set(secret ? Object.keys(answer) : []));
}

import assert from "node:assert/strict";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { version as vendorVersion } from "@pulumi/aws/package.json";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SetupError } from "../../../../sandbox/setupError";
import { startProvider, type RunningProvider } from "../../../../sandbox/provider/startProvider";

const struct = (value: Record<string, JavaScriptValue>) => Struct.fromJavaScript(value);
const urn = (type: string) => `urn:pulumi:dev::project::${type}::thing`;

type Unary = (request: unknown, callback: (error: ServiceError | null, response: unknown) => void) => void;

const ask = <Response>(client: ResourceProviderClient, method: string, request: unknown) =>
  new Promise<Response>((resolve, reject) => {
    const call = (client as unknown as Record<string, Unary>)[method];
    call?.call(client, request, (error, response) => (error ? reject(error) : resolve(response as Response)));
  });

/** A service that answers each AWS API by a status and a JSON body. */
async function answering(answer: (api: string) => [status: number, body: object]) {
  const apis: string[] = [];
  const server = createServer((request, response) => {
    const api = String(request.headers["x-amz-target"]).replace(/^.*[._]/, "");
    apis.push(api);
    const [status, body] = answer(api);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { apis, url, stop: () => new Promise((resolve) => server.close(resolve)) };
}

describe("startProvider", () => {
  let provider: RunningProvider;
  const clients: ResourceProviderClient[] = [];
  const connect = (): ResourceProviderClient => {
    const client = new ResourceProviderClient(`127.0.0.1:${provider.port}`, credentials.createInsecure(), {
      // Else clients of one process share one connection, which the engine's provider instances never do.
      "grpc.use_local_subchannel_pool": 1,
    });
    clients.push(client);
    return client;
  };
  const configure = async (client: ResourceProviderClient, config: Record<string, string>) => {
    const request = new proto.ConfigureRequest();
    request.setArgs(struct({ region: "eu-west-1", accessKey: "k", secretKey: "s3cr3t-key", ...config }));
    return await ask<proto.ConfigureResponse>(client, "configure", request);
  };

  before(async () => {
    provider = await startProvider({ env: {} });
  });
  after(async () => {
    for (const client of clients) client.close();
    await provider.stop();
  });

  it("says how the engine attaches to it", () => {
    assert.equal(provider.debugProviders, `aws:${provider.port}`);
  });

  it("follows the version of the vendor's package that is installed", async () => {
    const info = await ask<{ getVersion(): string }>(connect(), "getPluginInfo", new Empty());
    assert.equal(info.getVersion(), vendorVersion);
  });

  it("shakes hands: takes secrets, and autonaming rules", async () => {
    const answer = await ask<proto.ProviderHandshakeResponse>(
      connect(),
      "handshake",
      new proto.ProviderHandshakeRequest(),
    );
    assert.deepEqual(answer.toObject(), {
      acceptSecrets: true,
      acceptResources: false,
      acceptOutputs: false,
      supportsAutonamingConfiguration: true,
    });
  });

  it("reports wrong configuration as failures, by property", async () => {
    const request = new proto.CheckRequest();
    request.setNews(struct({ colour: "red", endpoints: '[{"s3":"http://127.0.0.1:1"}]' }));
    const answer = await ask<proto.CheckResponse>(connect(), "checkConfig", request);
    assert.deepEqual(
      answer.getFailuresList().map((failure) => failure.toObject()),
      [{ property: "colour", reason: "colour is no configuration of aws" }],
    );
  });

  it("refuses to be configured without an endpoint", async () => {
    await assert.rejects(configure(connect(), {}), /works on an emulator only, never on an AWS account/);
  });

  it("keeps provider instances apart by their connections", async () => {
    const [one, two] = [connect(), connect()];
    await configure(one, { endpoints: '[{"sts":"http://127.0.0.1:1"}]' });
    await configure(two, { endpoints: '[{"sts":"http://127.0.0.1:1"}]', region: "eu-north-1" });
    const regionOf = async (client: ResourceProviderClient) => {
      const request = new proto.InvokeRequest();
      request.setTok("aws:index/getRegion:getRegion");
      request.setArgs(struct({}));
      const answer = await ask<proto.InvokeResponse>(client, "invoke", request);
      return answer.getReturn()?.toJavaScript().region;
    };
    assert.deepEqual(
      [await regionOf(one), await regionOf(two), await regionOf(one)],
      ["eu-west-1", "eu-north-1", "eu-west-1"],
    );
  });

  it("answers a difference with its details", async () => {
    const client = connect();
    await configure(client, { endpoints: '[{"s3":"http://127.0.0.1:1"}]' });
    const request = new proto.DiffRequest();
    request.setUrn(urn("aws:s3/bucketLogging:BucketLogging"));
    request.setOlds(struct({ bucket: "a", targetBucket: "t", targetPrefix: "p", region: "eu-west-1" }));
    request.setNews(struct({ bucket: "b", targetBucket: "t", targetPrefix: "q" }));
    const answer = await ask<proto.DiffResponse>(client, "diff", request);
    const { Kind } = proto.PropertyDiff;
    assert.equal(answer.getChanges(), proto.DiffResponse.DiffChanges.DIFF_SOME);
    assert.deepEqual(answer.getReplacesList(), ["bucket"]);
    assert.deepEqual(
      answer
        .getDetaileddiffMap()
        .toArray()
        .map(([name, change]) => [name, (change as unknown as [number])[0]]),
      [
        ["bucket", Kind.UPDATE_REPLACE],
        ["targetPrefix", Kind.UPDATE],
      ],
    );
  });

  it("tells the engine the id of a resource that was created half way, and no credentials", async () => {
    const aws = await answering((api) =>
      api === "CreateKey"
        ? [200, { KeyMetadata: { KeyId: "k-1" } }]
        : [400, { __type: "DisabledException", message: "not with s3cr3t-key" }],
    );
    try {
      const client = connect();
      await configure(client, { endpoints: JSON.stringify([{ kms: aws.url }]) });
      const request = new proto.CreateRequest();
      request.setUrn(urn("aws:kms/key:Key"));
      request.setProperties(struct({ enableKeyRotation: true, isEnabled: true }));
      const error = await ask<never>(client, "create", request).catch(
        (failure: unknown) => failure as ServiceError,
      );
      assert.equal(error.details, "creating aws:kms/key:Key: DisabledException: not with [credential]");
      const [details] = error.metadata.get("grpc-status-details-bin");
      assert.ok(Buffer.isBuffer(details));
      assert.match(details.toString("latin1"), /pulumirpc\.ErrorResourceInitFailed/);
      assert.match(details.toString("latin1"), /k-1/);
      assert.deepEqual(aws.apis.slice(0, 2), ["CreateKey", "EnableKeyRotation"]);
    } finally {
      await aws.stop();
    }
  });

  it("says when its port is taken", async () => {
    await assert.rejects(startProvider({ port: provider.port, env: {} }), (error: unknown) => {
      assert.ok(error instanceof SetupError);
      assert.equal(error.problem, `the sandbox's aws provider cannot listen on 127.0.0.1:${provider.port}`);
      return true;
    });
  });
});

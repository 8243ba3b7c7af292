import { type sendUnaryData, type ServerUnaryCall, Metadata, status } from "@grpc/grpc-js";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { Struct, type JavaScriptValue } from "google-protobuf/google/protobuf/struct_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import * as statusProto from "@pulumi/pulumi/proto/status_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { PropertyChange } from "./diffState";
import { PartialFailure } from "./operations";
import type { Properties } from "./propertyValues";
import type { ProviderService } from "./providerService";

/** The version of the vendor's plugin whose inputs and outputs the records follow. */
export const providerVersion = "7.48.0";

type Handlers = Partial<Record<keyof IResourceProviderServer, unknown>>;

/** The provider as the engine's protocol sees it: every message taken apart, handed over, and answered. */
export function grpcHandlers(service: ProviderService): Handlers {
  return {
    handshake: unary(() => {
      const response = new proto.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),
    attach: unary(() => new Empty()),
    cancel: unary(() => new Empty()),
    getPluginInfo: unary(() => {
      const response = new plugin.PluginInfo();
      response.setVersion(providerVersion);
      return response;
    }),
    getSchema: unary(() => {
      const response = new proto.GetSchemaResponse();
      response.setSchema(JSON.stringify({ name: "aws", version: providerVersion }));
      return response;
    }),

    checkConfig: unary((request: proto.CheckRequest) => {
      const response = new proto.CheckResponse();
      response.setInputs(request.getNews());
      response.setFailuresList(service.checkConfig(fromStruct(request.getNews())).map(checkFailure));
      return response;
    }),
    diffConfig: unary((request: proto.DiffRequest) => {
      const [olds, news] = [fromStruct(request.getOldInputs()), fromStruct(request.getNews())];
      const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
      const changed = names.filter((name) => JSON.stringify(olds[name]) !== JSON.stringify(news[name]));
      return diffResponse(new Map(changed.map((name) => [name, { kind: "update", replaces: false }])));
    }),
    configure: unary((request: proto.ConfigureRequest, connection) => {
      service.configure(connection, fromStruct(request.getArgs()));
      const response = new proto.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
    }),

    check: unary((request: proto.CheckRequest) => {
      const autonaming = request.getAutonaming();
      const { inputs, failures } = service.check(target(request), {
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        seed: request.getRandomseed_asU8(),
        ...(autonaming && {
          autonaming: {
            proposedName: autonaming.getProposedName(),
            disabled: autonaming.getMode() === proto.CheckRequest.AutonamingOptions.Mode.DISABLE,
          },
        }),
      });
      const response = new proto.CheckResponse();
      response.setInputs(toStruct(inputs));
      response.setFailuresList(failures.map(checkFailure));
      return response;
    }),
    diff: unary((request: proto.DiffRequest, connection) => {
      const [state, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const diff = service.diff(connection, target(request), state, news);
      return diffResponse(diff.changes, diff.deleteBeforeReplace);
    }),
    create: unary(async (request: proto.CreateRequest, connection) => {
      const properties = fromStruct(request.getProperties());
      const { id, state } = await service.create(
        connection,
        target(request),
        properties,
        request.getPreview(),
      );
      const response = new proto.CreateResponse();
      response.setId(id);
      response.setProperties(toStruct(state));
      return response;
    }),
    read: unary(async (request: proto.ReadRequest, connection) => {
      const found = await service.read(connection, target(request), {
        id: request.getId(),
        state: fromStruct(request.getProperties()),
        ...(request.hasInputs() && { inputs: fromStruct(request.getInputs()) }),
      });
      const response = new proto.ReadResponse();
      // An answer without an id tells the engine that the resource is gone.
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.state));
      response.setInputs(toStruct(found.inputs));
      return response;
    }),
    update: unary(async (request: proto.UpdateRequest, connection) => {
      const state = await service.update(connection, target(request), {
        id: request.getId(),
        state: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        preview: request.getPreview(),
      });
      const response = new proto.UpdateResponse();
      response.setProperties(toStruct(state));
      return response;
    }),
    delete: unary(async (request: proto.DeleteRequest, connection) => {
      const properties = fromStruct(request.getProperties());
      await service.delete(connection, target(request), request.getId(), properties);
      return new Empty();
    }),
    invoke: unary(async (request: proto.InvokeRequest, connection) => {
      const answer = await service.invoke(connection, request.getTok(), fromStruct(request.getArgs()));
      const response = new proto.InvokeResponse();
      response.setReturn(toStruct(answer));
      return response;
    }),
  };
}

/** A handler that answers, or fails as the engine expects; `connection` tells provider instances apart. */
function unary<Request, Response>(
  answer: (request: Request, connection: string) => Response | Promise<Response>,
) {
  return (call: ServerUnaryCall<Request, Response>, callback: sendUnaryData<Response>): void => {
    Promise.resolve()
      .then(() => answer(call.request, call.getPeer()))
      .then(
        (response) => callback(null, response),
        (error: unknown) => callback(toGrpcError(error)),
      );
  };
}

function toGrpcError(error: unknown) {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof PartialFailure)) return { code: status.UNKNOWN, details: message };
  const failed = new proto.ErrorResourceInitFailed();
  failed.setId(error.id);
  failed.setProperties(toStruct(error.state));
  failed.setReasonsList([message]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const full = new statusProto.Status();
  full.setCode(status.UNKNOWN);
  full.setMessage(message);
  full.addDetails(detail);
  const metadata = new Metadata();
  // gRPC's own name for errors with details.
  metadata.add("grpc-status-details-bin", Buffer.from(full.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
}

function diffResponse(changes: Map<string, PropertyChange>, deleteBeforeReplace = false): proto.DiffResponse {
  const response = new proto.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
  response.setChanges(changes.size > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changes.keys()]);
  response.setReplacesList([...changes].filter(([, { replaces }]) => replaces).map(([name]) => name));
  response.setDeletebeforereplace(deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  for (const [name, { kind, replaces }] of changes) {
    const { Kind } = proto.PropertyDiff;
    const change = new proto.PropertyDiff();
    const plain = { add: Kind.ADD, delete: Kind.DELETE, update: Kind.UPDATE }[kind];
    const replacing = { add: Kind.ADD_REPLACE, delete: Kind.DELETE_REPLACE, update: Kind.UPDATE_REPLACE }[
      kind
    ];
    change.setKind(replaces ? replacing : plain);
    response.getDetaileddiffMap().set(name, change);
  }
  return response;
}

function checkFailure({ property, reason }: { property: string; reason: string }): proto.CheckFailure {
  const failure = new proto.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function target(request: { getUrn(): string; getType(): string }): { urn: string; type: string } {
  const urn = request.getUrn();
  // urn:pulumi:stack::project::parentType$type::name
  const typeInUrn = urn.split("::")[2]?.replace(/^.*\$/, "") ?? "";
  return { urn, type: request.getType() || typeInUrn };
}

function fromStruct(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

function toStruct(properties: Properties): Struct {
  // Undefined properties must not reach the engine as nulls.
  return Struct.fromJavaScript(withoutUndefined(properties) as Record<string, JavaScriptValue>);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== "object" || value === null) return value;
  const present = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(present.map(([name, part]) => [name, withoutUndefined(part)]));
}

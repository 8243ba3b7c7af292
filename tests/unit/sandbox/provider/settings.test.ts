import assert from "node:assert/strict";
import { loopbackProblem } from "../../../../sandbox/provider/loopbackEndpoint";
import { configurationProblems, readSettings } from "../../../../sandbox/provider/settings";
import { unknown } from "../../../../sandbox/provider/propertyValues";

const here = "http://127.0.0.1:4566";
const working = { region: "eu-west-1", accessKey: "k", secretKey: "s" };
const endpoints = (urls: object) => JSON.stringify([urls]);

describe("provider settings", () => {
  it("takes each service's own endpoint, by any name the vendor gives it, then the environment's", () => {
    const { endpoint } = readSettings(
      {
        ...working,
        endpoints: endpoints({ s3: "http://127.0.0.1:1", cloudwatchlogs: "http://127.0.0.1:2" }),
      },
      { AWS_ENDPOINT_URL_KMS: "http://127.0.0.1:3", AWS_ENDPOINT_URL: "http://127.0.0.1:4" },
    );
    assert.deepEqual(
      [endpoint("s3"), endpoint("logs"), endpoint("kms"), endpoint("sns")],
      ["http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3", "http://127.0.0.1:4"],
    );
  });

  it("names the service that has no endpoint", () => {
    const { endpoint } = readSettings({ ...working, endpoints: endpoints({ s3: here }) }, {});
    assert.throws(() => endpoint("kms"), {
      message: "no endpoint for kms: name it in aws:endpoints, or set AWS_ENDPOINT_URL",
    });
  });

  it("refuses to run without any endpoint", () => {
    assert.throws(() => readSettings(working, {}), {
      message:
        "the sandbox's aws provider works on an emulator only, never on an AWS account, and no endpoint is given; " +
        "set aws:endpoints or AWS_ENDPOINT_URL to the emulator's address on this machine",
    });
  });

  it("refuses endpoints elsewhere, from the configuration and from the environment", () => {
    const config = { ...working, endpoints: endpoints({ s3: "https://s3.amazonaws.com", kms: here }) };
    const problems = configurationProblems(config, { AWS_ENDPOINT_URL_STS: "http://10.0.0.1" });
    assert.deepEqual(problems, [
      {
        property: "endpoints",
        reason:
          "s3: https://s3.amazonaws.com is not on this machine; the sandbox's aws provider talks to loopback addresses only",
      },
      {
        property: "endpoints",
        reason:
          "AWS_ENDPOINT_URL_STS: http://10.0.0.1 is not on this machine; the sandbox's aws provider talks to loopback addresses only",
      },
    ]);
  });

  it("leaves the endpoint that only the vendor's provider calls alone, and counts it for none", () => {
    const s3control = "http://localhost.localstack.cloud:4566";
    const both = { ...working, endpoints: endpoints({ s3: here, s3control }) };
    assert.deepEqual(configurationProblems(both, {}), []);
    const alone = { ...working, endpoints: endpoints({ s3control }) };
    assert.match(configurationProblems(alone, {})[0]?.reason ?? "", /no endpoint is given/);
  });

  it("refuses configuration by name: what the vendor does not know, and what is not served", () => {
    const config = { ...working, endpoints: endpoints({ s3: here }), colour: "red", assumeRoles: "[]" };
    assert.deepEqual(configurationProblems(config, {}), [
      { property: "colour", reason: "colour is no configuration of aws" },
      {
        property: "assumeRoles",
        reason:
          "assumeRoles is not served by the sandbox's aws provider; add it in sandbox/provider/settings.ts",
      },
    ]);
  });

  it("accepts what makes no difference on an emulator, and endpoints that are not known yet", () => {
    const config = {
      ...working,
      endpoints: unknown,
      skipCredentialsValidation: "true",
      skipRequestingAccountId: "true",
      skipMetadataApiCheck: "true",
      s3UsePathStyle: "true",
      profile: "dev",
      version: "7.48.0",
    };
    assert.deepEqual(configurationProblems(config, {}), []);
  });

  it("takes credentials and region from the configuration, then from the environment, and asks for them", () => {
    const given = { endpoints: endpoints({ s3: here }) };
    const env = {
      AWS_ACCESS_KEY_ID: "ek",
      AWS_SECRET_ACCESS_KEY: "es",
      AWS_SESSION_TOKEN: "et",
      AWS_REGION: "eu-north-1",
    };
    assert.deepEqual(readSettings(given, env).credentials, {
      accessKeyId: "ek",
      secretAccessKey: "es",
      sessionToken: "et",
    });
    assert.equal(readSettings(given, env).region, "eu-north-1");
    assert.deepEqual(readSettings({ ...given, ...working, token: "t" }, env).credentials, {
      accessKeyId: "k",
      secretAccessKey: "s",
      sessionToken: "t",
    });
    // A session token belongs to its own key.
    assert.deepEqual(readSettings({ ...given, ...working }, env).credentials, {
      accessKeyId: "k",
      secretAccessKey: "s",
    });
    assert.throws(() => readSettings({ ...given, region: "eu-west-1" }, {}), /^Error: no credentials: /);
    assert.throws(() => readSettings({ ...given, ...working, region: "" }, {}), {
      message: "no region: set aws:region, or AWS_REGION",
    });
  });
});

describe("loopbackProblem", () => {
  const good = [
    "http://localhost:1",
    "http://127.0.0.1:4566",
    "https://127.9.8.7",
    "http://[::1]:1",
    "http://[::ffff:127.0.0.1]:1",
  ];
  const bad = [
    "http://127.0.0.1.example.com",
    "http://localhost.localstack.cloud:4566",
    "http://0.0.0.0",
    "http://[::ffff:10.0.0.1]",
    "https://s3.amazonaws.com",
    "http://128.0.0.1",
    "here",
  ];
  for (const url of good) it(`accepts ${url}`, () => assert.equal(loopbackProblem(url), undefined));
  for (const url of bad)
    it(`refuses ${url}`, () => assert.match(loopbackProblem(url) ?? "", /loopback|no URL/));
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { CloudTrailEvent, parseEvent } from "../../../detective/event";
import { redact } from "../../../detective/redact";

const KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN = `IQoJb3JpZ2luX2VjE${"a".repeat(200)}==`;
const JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
const PEM =
  "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIEow\n-----END RSA PRIVATE KEY-----";
const hidden = (kind: string) => `[redacted: ${kind}]`;
const password = hidden("password");

describe("redact", () => {
  /** Request parameters, and what they become; `undefined` where nothing may change. */
  const requests: [string, Record<string, unknown>, Record<string, unknown>?, Partial<CloudTrailEvent>?][] = [
    [
      "a database's master password",
      { dBInstanceIdentifier: "db", masterUserPassword: "hunter2" },
      { dBInstanceIdentifier: "db", masterUserPassword: password },
    ],
    [
      "a login profile",
      { userName: "bob", password: "hunter2", passwordResetRequired: true },
      { userName: "bob", password, passwordResetRequired: true },
    ],
    [
      "cases and separators",
      { MasterUserPassword: "a", master_user_password: "a", "master-user-password": "a", NEW_PASSWORD: "a" },
      {
        MasterUserPassword: password,
        master_user_password: password,
        "master-user-password": password,
        NEW_PASSWORD: password,
      },
    ],
    ["a password that is a number", { password: 12345678 }, { password }],
    [
      "several passwords",
      { authenticationMode: { type: "password", passwords: ["a", "b"] } },
      { authenticationMode: { type: "password", passwords: [password, password] } },
    ],
    [
      "a secret's value",
      { name: "prod/db", secretString: '{"username":"a","password":"b"}', clientRequestToken: "c-1" },
      { name: "prod/db", secretString: hidden("secret"), clientRequestToken: "c-1" },
    ],
    [
      "a SecureString",
      { name: "/prod/x", type: "SecureString", value: "v", overwrite: true },
      { name: "/prod/x", type: "SecureString", value: hidden("secret"), overwrite: true },
    ],
    [
      "a plain parameter under a secret's name",
      { name: "/prod/db/password", type: "String", value: "v" },
      { name: "/prod/db/password", type: "String", value: password },
    ],
    [
      "a stack's parameters",
      {
        parameters: [
          { parameterKey: "DBPassword", parameterValue: "v" },
          { parameterKey: "Size", parameterValue: "2" },
        ],
      },
      {
        parameters: [
          { parameterKey: "DBPassword", parameterValue: password },
          { parameterKey: "Size", parameterValue: "2" },
        ],
      },
    ],
    [
      "a function's environment",
      { functionName: "f", environment: { variables: { DB_HOST: "h", debug: "1" } } },
      {
        functionName: "f",
        environment: {
          variables: { DB_HOST: hidden("environment variable"), debug: hidden("environment variable") },
        },
      },
    ],
    [
      "a container's environment, but not its secrets' places",
      {
        containerDefinitions: [
          {
            name: "web",
            image: "nginx",
            environment: [{ name: "A", value: "v" }],
            secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:eu-west-1:111122223333:parameter/x" }],
          },
        ],
      },
      {
        containerDefinitions: [
          {
            name: "web",
            image: "nginx",
            environment: [{ name: "A", value: hidden("environment variable") }],
            secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:eu-west-1:111122223333:parameter/x" }],
          },
        ],
      },
    ],
    [
      "a build's environment, but not its machine",
      {
        environment: {
          type: "LINUX_CONTAINER",
          image: "aws/codebuild/standard:7.0",
          computeType: "SMALL",
          environmentVariables: [
            { name: "T", value: "v", type: "PLAINTEXT" },
            { name: "P", value: "/prod/x", type: "PARAMETER_STORE" },
          ],
        },
      },
      {
        environment: {
          type: "LINUX_CONTAINER",
          image: "aws/codebuild/standard:7.0",
          computeType: "SMALL",
          environmentVariables: [
            { name: "T", value: hidden("environment variable"), type: "PLAINTEXT" },
            { name: "P", value: "/prod/x", type: "PARAMETER_STORE" },
          ],
        },
      },
    ],
    [
      "a model's environment",
      { primaryContainer: { image: "i", environment: { API_URL: "v", sAGEMAKER_X: 1 } } },
      {
        primaryContainer: {
          image: "i",
          environment: {
            API_URL: hidden("environment variable"),
            sAGEMAKER_X: hidden("environment variable"),
          },
        },
      },
    ],
    [
      "Elastic Beanstalk's",
      {
        optionSettings: [
          { namespace: "aws:elasticbeanstalk:application:environment", optionName: "A", value: "v" },
          { namespace: "aws:autoscaling:asg", optionName: "MinSize", value: "2" },
        ],
      },
      {
        optionSettings: [
          {
            namespace: "aws:elasticbeanstalk:application:environment",
            optionName: "A",
            value: hidden("environment variable"),
          },
          { namespace: "aws:autoscaling:asg", optionName: "MinSize", value: "2" },
        ],
      },
    ],
    [
      "user data",
      { instanceType: "t3.micro", userData: "IyEvYmluL2Jhc2g=" },
      { instanceType: "t3.micro", userData: hidden("user data") },
    ],
    [
      "sign-in of an app's user",
      {
        authFlow: "USER_PASSWORD_AUTH",
        authParameters: { USERNAME: "bob", PASSWORD: "a", REFRESH_TOKEN: "b", SECRET_HASH: "c" },
      },
      {
        authFlow: "USER_PASSWORD_AUTH",
        authParameters: {
          USERNAME: "bob",
          PASSWORD: password,
          REFRESH_TOKEN: hidden("token"),
          SECRET_HASH: hidden("secret"),
        },
      },
    ],
    [
      "an identity of the web",
      { roleArn: "arn:aws:iam::111122223333:role/r", webIdentityToken: "x", sAMLAssertion: "y" },
      {
        roleArn: "arn:aws:iam::111122223333:role/r",
        webIdentityToken: hidden("token"),
        sAMLAssertion: hidden("credential"),
      },
    ],
    [
      "a connection",
      {
        authParameters: {
          apiKeyAuthParameters: { apiKeyName: "k", apiKeyValue: "v" },
          oAuthParameters: { clientParameters: { clientID: "c", clientSecret: "v" } },
        },
      },
      {
        authParameters: {
          apiKeyAuthParameters: { apiKeyName: "k", apiKeyValue: hidden("secret") },
          oAuthParameters: { clientParameters: { clientID: "c", clientSecret: hidden("secret") } },
        },
      },
    ],
    [
      "a tunnel",
      { options: { tunnelOptions: [{ preSharedKey: "v", tunnelInsideCidr: "169.254.0.0/30" }] } },
      {
        options: { tunnelOptions: [{ preSharedKey: hidden("secret"), tunnelInsideCidr: "169.254.0.0/30" }] },
      },
    ],
    [
      "a certificate's key, not the certificate",
      { certificate: "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----", privateKey: "x" },
      {
        certificate: "-----BEGIN CERTIFICATE-----\nMIIC\n-----END CERTIFICATE-----",
        privateKey: hidden("private key"),
      },
    ],
    [
      "a private key anywhere, to its end or the text's",
      { body: `a ${PEM} b`, cut: PEM.slice(0, 60) },
      { body: `a ${hidden("private key")} b`, cut: hidden("private key") },
    ],
    [
      "a signed address",
      {
        url: `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260131%2Fus-east-1&X-Amz-Expires=60&X-Amz-Security-Token=abc&X-Amz-Signature=def`,
      },
      {
        url: `https://b.s3.amazonaws.com/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE${hidden("credential")}&X-Amz-Expires=60&X-Amz-Security-Token=${hidden("credential")}&X-Amz-Signature=${hidden("credential")}`,
      },
    ],
    [
      "a signature's parameters",
      {
        "X-Amz-Credential": "ASIAIOSFODNN7EXAMPLE/20260131/us-east-1/s3/aws4_request",
        "X-Amz-Signature": "0af",
        "X-Amz-Date": "20260131T000000Z",
      },
      {
        "X-Amz-Credential": `ASIAIOSFODNN7EXAMPLE${hidden("credential")}`,
        "X-Amz-Signature": hidden("credential"),
        "X-Amz-Date": "20260131T000000Z",
      },
    ],
    [
      "an address with a password",
      { repository: "https://bob:hunter2@git.example.com/r.git", plain: "https://git.example.com:8443/a@b" },
      {
        repository: `https://bob:${password}@git.example.com/r.git`,
        plain: "https://git.example.com:8443/a@b",
      },
    ],
    [
      "headers",
      {
        headers: { Authorization: "Bearer abc", Cookie: "a=b" },
        text: 'curl -H "Authorization: Basic dTpw" https://x',
      },
      {
        headers: { Authorization: hidden("authorization"), Cookie: hidden("authorization") },
        text: `curl -H "Authorization: ${hidden("authorization")}" https://x`,
      },
    ],
    ["a JSON web token", { note: `jwt ${JWT}.` }, { note: `jwt ${hidden("JSON web token")}.` }],
    [
      "tokens of other makers",
      { a: `ghp_${"a1".repeat(18)}`, b: "xoxb-1234567890-abc" },
      { a: hidden("token"), b: hidden("token") },
    ],
    [
      "commands",
      {
        commands: [
          "export DB_PASSWORD=hunter2 && run --api-key abc --name x",
          "mysql --password='a b' -u root",
          "echo $TOKEN --password $PW",
        ],
      },
      {
        commands: [
          `export DB_PASSWORD=${password} && run --api-key ${hidden("secret")} --name x`,
          `mysql --password='${password}' -u root`,
          "echo $TOKEN --password $PW",
        ],
      },
    ],
    [
      "a secret access key in a text",
      { script: `aws configure set aws_secret_access_key ${KEY}\nsecret: ${KEY}` },
      { script: `aws configure set aws_secret_access_key ${hidden("secret")}\nsecret: ${hidden("secret")}` },
    ],
    [
      "YAML in a text",
      { templateBody: "Resources:\n  Db:\n    MasterUserPassword: hunter2\n    Engine: mysql\n" },
      { templateBody: `Resources:\n  Db:\n    MasterUserPassword: ${password}\n    Engine: mysql\n` },
    ],
    [
      "JSON in a text",
      { containerOverrides: '{"environment":{"variables":{"A":"v"}},"password":"p","size":1}' },
      {
        containerOverrides: `{"environment":{"variables":{"A":"${hidden("environment variable")}"}},"password":"${password}","size":1}`,
      },
    ],
    [
      "broken JSON in a text",
      { body: '{"user":"a","password":"hunter2","x":' },
      { body: `{"user":"a","password":"${password}","x":` },
    ],
    [
      "a connection string",
      { connectionString: "Server=db;User Id=sa;Password=hunter2;Encrypt=true" },
      { connectionString: `Server=db;User Id=sa;Password=${password};Encrypt=true` },
    ],
    [
      "a key made by API Gateway",
      { value: "abc", name: "n" },
      { value: hidden("secret"), name: "n" },
      { eventSource: "apigateway.amazonaws.com", eventName: "CreateApiKey" },
    ],

    [
      "a password policy",
      {
        passwordPolicy: { minimumPasswordLength: 8, requireSymbols: true },
        maxPasswordAge: 90,
        passwordReusePrevention: 5,
        allowUsersToChangePassword: true,
        passwordLastUsed: "2026-01-31T00:00:00Z",
      },
    ],
    [
      "the name of a secret",
      {
        secretId: "prod/db/password",
        secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
        versionId: "v",
      },
    ],
    [
      "where a secret lies",
      {
        masterUserSecret: {
          secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x",
          secretStatus: "active",
        },
        manageMasterUserPassword: true,
        password: "{{resolve:secretsmanager:x:SecretString:p}}",
      },
    ],
    [
      "tokens that page and repeat",
      {
        nextToken: "n",
        clientToken: "c",
        clientRequestToken: "r",
        ClientRequestToken: "r",
        continuationToken: "c",
        NextContinuationToken: "c",
        idempotencyToken: "i",
        paginationToken: "p",
        lockToken: "l",
        creationToken: "c",
        uploadSequenceToken: "u",
        nextForwardToken: "f",
        changeToken: "c",
        startingToken: "s",
      },
    ],
    ["a code that has expired", { serialNumber: "arn:aws:iam::111122223333:mfa/bob", tokenCode: "123456" }],
    ["what counts a model's words", { inferenceConfig: { maxTokens: 4096 }, inputTokens: 12 }],
    [
      "ids of keys",
      {
        accessKeyId: "AKIAIOSFODNN7EXAMPLE",
        keyId: "alias/x",
        sshPublicKeyBody: "ssh-rsa AAAA",
        publicKey: "abc",
        keyName: "k",
      },
    ],
    [
      "what AWS hid",
      {
        userData: "<sensitiveDataRemoved>",
        password: "****",
        masterUserPassword: "HIDDEN_DUE_TO_SECURITY_REASONS",
        secretString: "",
      },
    ],
    ["a stage called environment", { environment: "prod", environmentName: "prod", environmentId: "e-1" }],
    [
      "the id of an API key",
      { apiKey: "a1b2", includeValue: true },
      undefined,
      { eventSource: "apigateway.amazonaws.com", eventName: "GetApiKey" },
    ],
    [
      "policies",
      {
        policyDocument:
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"*","Condition":{"StringEquals":{"aws:RequestTag/password":"x","sts:ExternalId":"abc"}}}]}',
      },
    ],
    [
      "a secret's ARN in a text",
      {
        text: "arn:aws:secretsmanager:us-east-1:111122223333:secret:prod/aaaaaaaaaaaaaaaa/bbbbbbbbbbbbbbbbbbb/cc-AbCdEf",
      },
    ],
    [
      "prose",
      {
        description: "Invalid token: it has expired. Password: must be 8 long, the secret is kept",
        note: "Invalid security token: expired",
      },
    ],
  ];
  for (const [name, requestParameters, expected = requestParameters, more = {}] of requests) {
    it(`${expected === requestParameters ? "leaves" : "hides"} ${name}`, () => {
      const event = { eventID: "e", ...more, requestParameters };
      const before = JSON.stringify(event);
      assert.deepEqual(redact(event), { ...event, requestParameters: expected });
      assert.equal(JSON.stringify(event), before, "the event itself stays");
    });
  }

  it("hides what an answer hands out, and keeps whom it was handed to", () => {
    const credentials = { accessKeyId: "ASIAIOSFODNN7EXAMPLE", expiration: "Jan 31, 2026, 1:00:00 PM" };
    const assumedRoleUser = { arn: "arn:aws:sts::111122223333:assumed-role/r/s", assumedRoleId: "AROA:s" };
    assert.deepEqual(
      redact({
        responseElements: {
          credentials: { ...credentials, sessionToken: TOKEN, secretAccessKey: KEY },
          assumedRoleUser,
        },
        additionalEventData: {
          SigninToken: "x",
          LoginTo: "https://console.aws.amazon.com/?state=a",
          MFAUsed: "Yes",
        },
        serviceEventDetails: { password: "x" },
        errorMessage: "login failed for --password hunter2",
        newField: { sessionToken: "x" },
        unparsed: {
          requestParameters: '{"password": "hunter2"',
          "responseElements.credentials.sessionToken": ["x"],
        },
      }),
      {
        responseElements: {
          credentials: { ...credentials, sessionToken: hidden("token"), secretAccessKey: hidden("secret") },
          assumedRoleUser,
        },
        additionalEventData: {
          SigninToken: hidden("token"),
          LoginTo: "https://console.aws.amazon.com/?state=a",
          MFAUsed: "Yes",
        },
        serviceEventDetails: { password },
        errorMessage: `login failed for --password ${password}`,
        newField: { sessionToken: hidden("token") },
        unparsed: {
          requestParameters: `{"password": "${password}"`,
          "responseElements.credentials.sessionToken": [hidden("token")],
        },
      },
    );
  });

  it("changes nothing of who, what, when and where", () => {
    const event: CloudTrailEvent = {
      eventVersion: "1.11",
      userIdentity: {
        type: "AssumedRole",
        principalId: "AROAEXAMPLE:session",
        arn: "arn:aws:sts::111122223333:assumed-role/token/password",
        accessKeyId: "ASIAIOSFODNN7EXAMPLE",
        credentialId: "c",
        sessionContext: {
          attributes: { creationDate: "2026-01-31T00:00:00Z", mfaAuthenticated: "false" },
          sessionIssuer: { type: "Role", userName: "token" },
          webIdFederationData: {
            federatedProvider: "accounts.google.com",
            attributes: { "accounts.google.com:aud": "x" },
          },
        },
      },
      userAgent: "aws-cli/2.0 md/awscrt#0.1 cfg/retry-mode#standard md/prompt#off",
      eventContext: { requestContext: { "aws:TokenIssueTime": "2026-01-31T00:00:00Z" } },
      resources: [{ ARN: "arn:aws:s3:::b", type: "AWS::S3::Bucket" }],
      readOnly: true,
      responseElements: null,
      origin: { file: "x.json.gz", index: 3 },
    };
    assert.deepEqual(redact(event), event);
  });

  it("hides a session token wherever it stands", () => {
    assert.deepEqual(redact({ errorMessage: `bad: ${TOKEN}` }), {
      errorMessage: `bad: ${hidden("session token")}`,
    });
  });

  it("copies what it changes and nothing else, and leaves the event as it was", () => {
    const kept = { a: [{ b: "c" }], image: "x" };
    const event = parseEvent({ requestParameters: { password: "p", kept }, responseElements: { d: ["e"] } });
    const before = JSON.stringify(event);
    const after = redact(event);
    assert.equal(JSON.stringify(event), before);
    assert.notEqual(after, event);
    assert.equal(after.requestParameters?.password, password);
    assert.equal(after.requestParameters?.kept, event.requestParameters?.kept);
    assert.equal(after.responseElements, event.responseElements);
    assert.equal(redact(after), after);
  });

  it("keeps a field called __proto__ a field", () => {
    const event = redact(parseEvent('{"requestParameters":{"__proto__":{"password":"x"}}}'));
    assert.equal(JSON.stringify(event), `{"requestParameters":{"__proto__":{"password":"${password}"}}}`);
  });

  it("hides what is nested too deeply to look at, so that it can be written", () => {
    const deep = `${'{"a":'.repeat(100_000)}"hunter2"${"}".repeat(100_000)}`;
    const text = JSON.stringify(
      redact(parseEvent(`{"requestParameters":${deep},"x":${JSON.stringify(deep.slice(0, 5000))}}`)),
    );
    assert.ok(text.includes("[redacted: nested too deeply]"));
    assert.ok(!text.includes("hunter2"));
  });

  it("takes a time that grows with the text, whatever the text", () => {
    const attacks = [
      "password=",
      "a".repeat(3),
      "-----BEGIN PRIVATE KEY-----",
      "eyJ",
      "secret ",
      "://a:",
      "--token ",
      '\\"',
      "Authorization: ",
      "x: ",
      "a.b-",
      "{",
      "[{",
      '"a":',
    ];
    for (const attack of attacks) {
      const begun = performance.now();
      redact({ requestParameters: { text: attack.repeat(Math.ceil(200_000 / attack.length)) } });
      assert.ok(performance.now() - begun < 2000, `${attack} takes ${performance.now() - begun} ms`);
    }
  });

  it("never throws, keeps the shape of any event, and finds nothing more the second time", () => {
    const names = fc.constantFrom(
      "password",
      "environment",
      "variables",
      "value",
      "name",
      "type",
      "token",
      "x",
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.jsonValue(),
        fc.constant("SecureString"),
        fc.array(tie("node")),
        fc.dictionary(names, tie("node")),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (value) => {
        const event = parseEvent(JSON.stringify({ requestParameters: value }));
        const once = redact(event);
        assert.deepEqual(shapeOf(once), shapeOf(event));
        assert.deepEqual(redact(once), once);
      }),
    );
  });
});

/** Names and lists, without what the leaves hold. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== "object" || value === null) return "leaf";
  return Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]);
}

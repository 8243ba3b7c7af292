import assert from "node:assert/strict";
import { dataRead, dataSource } from "../../../../detective/timeline/dataAccess";
import { ACCOUNT, by, call, objectCall } from "../../../support/records";

const bob = by.user("bob");

describe("data access", () => {
  it("names what was read as each service's records do", () => {
    const copy = objectCall("CopyObject", bob, "stash", "k", {
      requestParameters: { bucketName: "stash", key: "k", "x-amz-copy-source": "/cards/2026/a%20b.csv" },
    });
    const table = { type: "AWS::DynamoDB::Table", ARN: `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/Music` };
    const statement = call("dynamodb:ExecuteStatement", bob, { resources: [table] });
    const secret = call("secretsmanager:GetSecretValue", bob, { requestParameters: { secretId: "db" } });
    assert.deepEqual(
      [copy, statement, secret].map((event) => [dataRead(event), dataSource(event)]),
      [
        ["objects", "cards"],
        ["tables", "Music"],
        ["secrets", "db"],
      ],
    );
    assert.equal(dataSource({}), undefined);
  });
});

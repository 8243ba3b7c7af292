import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { resolvedSelectors } from "../../../components/resolvedSelectors";
import { advancedEventSelectors, conditionCount, resourceArn } from "../../../components/trailSelectors";
import { record, valueOf } from "../../support/recorder";

const trail = {
  partition: "aws-us-gov",
  homeRegion: "us-gov-west-1",
  accountId: "111122223333",
  trailName: "audit",
};

describe("advancedEventSelectors", () => {
  const make = (inputs: Partial<Parameters<typeof advancedEventSelectors>[0]>) =>
    advancedEventSelectors({ trail, management: {}, dataEvents: [], logBuckets: ["logs"], ...inputs });

  it("leaves out noisy sources by name", () => {
    assert.deepEqual(make({ management: { access: "write", excludeKms: true, excludeRdsData: true } }), [
      {
        name: "Management events selector",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Management"] },
          { field: "readOnly", equals: ["false"] },
          { field: "eventSource", notEquals: ["kms.amazonaws.com", "rdsdata.amazonaws.com"] },
        ],
      },
    ]);
  });

  it("selects functions and tables whole, and buckets by what their objects' ARNs begin with", () => {
    const selectors = make({
      management: { access: "none" },
      dataEvents: [
        { service: "s3", access: "read", resources: ["documents", "media/public"] },
        { service: "lambda", resources: ["pay"] },
        { service: "dynamodb" },
      ],
    });
    assert.deepEqual(
      selectors.map(({ name, fieldSelectors }) => [name, fieldSelectors.slice(2)]),
      [
        [
          "S3 object events 1",
          [
            { field: "readOnly", equals: ["true"] },
            {
              field: "resources.ARN",
              startsWiths: ["arn:aws-us-gov:s3:::documents/", "arn:aws-us-gov:s3:::media/public"],
              notStartsWiths: ["arn:aws-us-gov:s3:::logs/"],
            },
          ],
        ],
        [
          "Lambda invocation events 2",
          [
            {
              field: "resources.ARN",
              equals: ["arn:aws-us-gov:lambda:us-gov-west-1:111122223333:function:pay"],
            },
          ],
        ],
        ["DynamoDB item events 3", []],
      ],
    );
    // 2 + 1 + 2 + 1, 2 + 1, 2
    assert.equal(conditionCount(selectors), 11);
  });

  it("knows ARNs and names", () => {
    const arn = "arn:aws-us-gov:dynamodb:us-gov-east-1:444455556666:table/t";
    assert.equal(resourceArn(trail, "dynamodb", arn), arn);
    assert.equal(
      resourceArn(trail, "dynamodb", "t"),
      "arn:aws-us-gov:dynamodb:us-gov-west-1:111122223333:table/t",
    );
    assert.equal(resourceArn(trail, "s3", "arn:aws:s3:::b"), "arn:aws-us-gov:s3:::b/");
  });
});

describe("resolvedSelectors", () => {
  it("keeps the log buckets out once their names are known", async () => {
    const { result } = await record(() =>
      resolvedSelectors(
        {
          managementEvents: { access: "none" },
          dataEvents: [{ service: "s3", resources: [pulumi.output("documents")] }],
        },
        pulumi.output(trail),
        { bucketName: pulumi.output("logs"), accessLogBucketName: pulumi.output("") },
      ),
    );
    const [selector] = await valueOf(result);
    assert.deepEqual(selector?.fieldSelectors.at(-1), {
      field: "resources.ARN",
      startsWiths: ["arn:aws-us-gov:s3:::documents/"],
      notStartsWiths: ["arn:aws-us-gov:s3:::logs/"],
    });
  });
});

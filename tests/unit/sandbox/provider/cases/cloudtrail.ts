import { apiError } from "../fakeAws";
import type { RecordCase } from "../recordCase";

const arn = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit";
const topicArn = "arn:aws:sns:eu-west-1:111122223333:notices";
const selector = {
  name: "Management events selector",
  fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
};

export const cloudtrailCases: RecordCase[] = [
  {
    type: "aws:cloudtrail/trail:Trail",
    inputs: {
      name: "audit",
      s3BucketName: "logs",
      kmsKeyId: "arn:aws:kms:::key/1",
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      snsTopicName: topicArn,
      tags: { a: "b" },
    },
    answers: {
      "cloudtrail.createTrail": { TrailARN: arn },
      "cloudtrail.startLogging": {},
      "cloudtrail.stopLogging": {},
      "cloudtrail.updateTrail": {},
      "cloudtrail.putEventSelectors": {},
      "cloudtrail.putInsightSelectors": {},
      "cloudtrail.addTags": {},
      "cloudtrail.removeTags": {},
      "cloudtrail.deleteTrail": {},
      "cloudtrail.getTrail": {
        Trail: {
          Name: "audit",
          TrailARN: arn,
          HomeRegion: "eu-west-1",
          S3BucketName: "logs",
          KmsKeyId: "arn:aws:kms:::key/1",
          IsMultiRegionTrail: true,
          LogFileValidationEnabled: true,
          IncludeGlobalServiceEvents: true,
          IsOrganizationTrail: false,
          SnsTopicARN: topicArn,
        },
      },
      "cloudtrail.getTrailStatus": { IsLogging: true },
      "cloudtrail.getEventSelectors": {
        EventSelectors: [{ ReadWriteType: "All", IncludeManagementEvents: true, DataResources: [] }],
      },
      "cloudtrail.getInsightSelectors": apiError("InsightNotEnabledException"),
      "cloudtrail.listTags": {
        ResourceTagList: [
          {
            TagsList: [
              { Key: "a", Value: "b" },
              { Key: "owner", Value: "sec" },
            ],
          },
        ],
      },
    },
    id: arn,
    creates: [
      [
        "cloudtrail.createTrail",
        {
          Name: "audit",
          S3BucketName: "logs",
          SnsTopicName: topicArn,
          IncludeGlobalServiceEvents: true,
          IsMultiRegionTrail: true,
          IsOrganizationTrail: false,
          EnableLogFileValidation: true,
          KmsKeyId: "arn:aws:kms:::key/1",
          TagsList: [
            { Key: "owner", Value: "sec" },
            { Key: "a", Value: "b" },
          ],
        },
      ],
      ["cloudtrail.startLogging", { Name: arn }],
    ],
    state: {
      arn,
      enableLogFileValidation: true,
      enableLogging: true,
      homeRegion: "eu-west-1",
      includeGlobalServiceEvents: true,
      isMultiRegionTrail: true,
      isOrganizationTrail: false,
      kmsKeyId: "arn:aws:kms:::key/1",
      name: "audit",
      region: "eu-west-1",
      s3BucketName: "logs",
      snsTopicArn: topicArn,
      snsTopicName: topicArn,
      tags: { a: "b" },
      tagsAll: { a: "b", owner: "sec" },
    },
    updates: [
      { change: { enableLogging: false }, calls: [["cloudtrail.stopLogging", { Name: arn }]] },
      // The same topic by its name is no change.
      { change: { snsTopicName: "notices" }, calls: [] },
      {
        change: { kmsKeyId: undefined, snsTopicName: undefined },
        calls: [["cloudtrail.updateTrail", { Name: arn, SnsTopicName: "", KmsKeyId: "" }]],
      },
      {
        change: { cloudWatchLogsRoleArn: "role", cloudWatchLogsGroupArn: "group:*" },
        calls: [
          [
            "cloudtrail.updateTrail",
            { Name: arn, CloudWatchLogsLogGroupArn: "group:*", CloudWatchLogsRoleArn: "role" },
          ],
        ],
      },
      {
        change: { advancedEventSelectors: [selector] },
        calls: [
          [
            "cloudtrail.putEventSelectors",
            {
              TrailName: arn,
              AdvancedEventSelectors: [
                {
                  Name: "Management events selector",
                  FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
                },
              ],
            },
          ],
        ],
      },
      {
        change: {
          eventSelectors: [{ dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }] }],
        },
        calls: [
          [
            "cloudtrail.putEventSelectors",
            {
              TrailName: arn,
              EventSelectors: [
                {
                  IncludeManagementEvents: true,
                  ReadWriteType: "All",
                  DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }],
                },
              ],
            },
          ],
        ],
      },
      {
        change: { insightSelectors: [{ insightType: "ApiCallRateInsight" }] },
        calls: [
          [
            "cloudtrail.putInsightSelectors",
            { TrailName: arn, InsightSelectors: [{ InsightType: "ApiCallRateInsight" }] },
          ],
        ],
      },
      {
        change: { tags: { a: "c" } },
        calls: [["cloudtrail.addTags", { ResourceId: arn, TagsList: [{ Key: "a", Value: "c" }] }]],
      },
    ],
    replaces: [
      { change: { name: "other" } },
      { change: { region: "eu-north-1" }, deleteBeforeReplace: true },
    ],
    removes: [["cloudtrail.deleteTrail", { Name: arn }]],
    gone: {
      "cloudtrail.getTrail": apiError("TrailNotFoundException"),
      "cloudtrail.deleteTrail": apiError("TrailNotFoundException"),
    },
  },
];

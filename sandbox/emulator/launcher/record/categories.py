"""Which calls are management events and which are data events, which only read, and where a call is recorded.

Sources: "Logging data events" (awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html), "Logging
management events" (…/logging-management-events-with-cloudtrail.html), "Global service events"
(…/cloudtrail-concepts.html#cloudtrail-concepts-global-service-events).
"""

_DATA = {
    "cloudwatch": "GetMetricData GetMetricStatistics ListMetrics PutMetricData",
    "dynamodb": (
        "BatchExecuteStatement BatchGetItem BatchWriteItem DeleteItem ExecuteStatement ExecuteTransaction GetItem "
        "PutItem Query Scan TransactGetItems TransactWriteItems UpdateItem"
    ),
    "dynamodbstreams": "GetRecords GetShardIterator",
    "events": "PutEvents",
    "firehose": "PutRecord PutRecordBatch",
    "kinesis": "GetRecords GetShardIterator PutRecord PutRecords SubscribeToShard",
    "lambda": "Invoke InvokeAsync InvokeWithResponseStream",
    "logs": "FilterLogEvents GetLogEvents GetLogRecord PutLogEvents",
    "s3": (
        "AbortMultipartUpload CompleteMultipartUpload CopyObject CreateMultipartUpload DeleteObject "
        "DeleteObjectTagging DeleteObjects GetObject GetObjectAcl GetObjectAttributes GetObjectLegalHold "
        "GetObjectRetention GetObjectTagging GetObjectTorrent HeadBucket HeadObject ListMultipartUploads "
        "ListObjectVersions ListObjects ListObjectsV2 ListParts PostObject PutObject PutObjectAcl "
        "PutObjectLegalHold PutObjectRetention PutObjectTagging RestoreObject SelectObjectContent UploadPart "
        "UploadPartCopy"
    ),
    "sns": "Publish PublishBatch",
    "sqs": (
        "ChangeMessageVisibility ChangeMessageVisibilityBatch DeleteMessage DeleteMessageBatch ReceiveMessage "
        "SendMessage SendMessageBatch"
    ),
}
_DATA_NAMES = {service: frozenset(names.split()) for service, names in _DATA.items()}

_READ_PREFIXES = (
    "BatchGet", "Check", "Decode", "Describe", "Detect", "Estimate", "Filter", "Get", "Head", "List", "Lookup",
    "Preview", "Query", "Scan", "Search", "Select", "Simulate", "Test", "Validate", "View",
)  # fmt: skip
_READS = {
    "dynamodb": {"TransactGetItems"},
    "kms": {
        "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyPair", "GenerateDataKeyPairWithoutPlaintext",
        "GenerateDataKeyWithoutPlaintext", "GenerateMac", "GenerateRandom", "ReEncrypt", "Sign", "Verify", "VerifyMac",
    },
    "sqs": {"ReceiveMessage"},
    "sts": {"AssumeRole", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"},
}  # fmt: skip

_GLOBAL = {"iam", "cloudfront", "route53", "organizations", "account", "globalaccelerator", "shield", "waf"}
_GLOBAL_REGION = {"aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}


def is_data_event(service: str, operation: str) -> bool:
    """Whether AWS records the call as a data event, which LookupEvents never shows."""
    return operation in _DATA_NAMES.get(service, ())


def is_read_only(service: str, operation: str) -> bool:
    """The record's ``readOnly``."""
    return operation in _READS.get(service, ()) or operation.startswith(_READ_PREFIXES)


def is_global(service: str) -> bool:
    """Whether the service has no regions of its own: its calls are recorded in the partition's one global region."""
    return service in _GLOBAL


def event_region(service: str, region: str, partition: str) -> str:
    """The record's ``awsRegion`` for a call that was signed for `region`."""
    return _GLOBAL_REGION.get(partition, "us-east-1") if is_global(service) else region

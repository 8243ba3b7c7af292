"""What AWS calls a call: the ``eventSource`` and ``eventName`` of a record, where they are not the SDK's names.

Sources: "Amazon S3 CloudTrail events" (AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html), "Logging AWS Lambda
API calls" (lambda/latest/dg/logging-using-cloudtrail.html), "CloudFront and CloudTrail"
(AmazonCloudFront/latest/DeveloperGuide/logging_using_cloudtrail.html), and each service's own CloudTrail page.
"""

_SOURCES = {
    "apigatewayv2": "apigateway",
    "appconfigdata": "appconfig",
    "application-autoscaling": "autoscaling",
    "ce": "ce",
    "cloudwatch": "monitoring",
    "cognito-identity": "cognito-identity",
    "docdb": "rds",
    "dynamodbstreams": "dynamodb",
    "efs": "elasticfilesystem",
    "elb": "elasticloadbalancing",
    "elbv2": "elasticloadbalancing",
    "emr": "elasticmapreduce",
    "neptune": "rds",
    "opensearch": "es",
    "resourcegroupstaggingapi": "tagging",
    "s3control": "s3",
    "serverlessrepo": "serverlessrepo",
    "sesv2": "ses",
    "stepfunctions": "states",
    "timestream-query": "timestream",
    "timestream-write": "timestream",
}

_S3 = {
    "DeletePublicAccessBlock": "DeleteBucketPublicAccessBlock",
    "GetBucketLifecycleConfiguration": "GetBucketLifecycle",
    "GetBucketNotificationConfiguration": "GetBucketNotification",
    "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
    "ListObjectsV2": "ListObjects",
    "PutBucketLifecycleConfiguration": "PutBucketLifecycle",
    "PutBucketNotificationConfiguration": "PutBucketNotification",
    "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
}

_S3_CONTROL = {
    "DeletePublicAccessBlock": "DeleteAccountPublicAccessBlock",
    "GetPublicAccessBlock": "GetAccountPublicAccessBlock",
    "PutPublicAccessBlock": "PutAccountPublicAccessBlock",
}

# Lambda's records carry the version of the API in the name; operations added after 2018 don't.
_LAMBDA_VERSIONS = {
    "20150331": (
        "CreateAlias CreateEventSourceMapping CreateFunction DeleteAlias DeleteEventSourceMapping DeleteFunction "
        "GetAlias GetEventSourceMapping ListAliases ListEventSourceMappings ListFunctions ListVersionsByFunction "
        "PublishVersion UpdateAlias UpdateEventSourceMapping"
    ),
    "20150331v2": (
        "AddPermission GetFunction GetFunctionConfiguration GetPolicy RemovePermission UpdateFunctionCode "
        "UpdateFunctionConfiguration"
    ),
    "20160819": "GetAccountSettings",
    "20170331": "ListTags",
    "20170331v2": "TagResource UntagResource",
    "20171031": "DeleteFunctionConcurrency PutFunctionConcurrency",
    "20181031": (
        "AddLayerVersionPermission DeleteLayerVersion GetLayerVersion GetLayerVersionByArn GetLayerVersionPolicy "
        "ListLayerVersions ListLayers PublishLayerVersion RemoveLayerVersionPermission"
    ),
}
_LAMBDA = {name: name + version for version, names in _LAMBDA_VERSIONS.items() for name in names.split()}

_NAMES = {"s3": _S3, "s3control": _S3_CONTROL, "lambda": _LAMBDA}


def event_source(service: str) -> str:
    """The ``eventSource`` of a service's calls, `service` being its name in the SDK's models."""
    return f"{_SOURCES.get(service, service)}.amazonaws.com"


def event_name(service: str, operation: str, api_version: str = "") -> str:
    """The ``eventName`` of a call to `operation`."""
    if service == "cloudfront":
        return operation + api_version.replace("-", "_")
    return _NAMES.get(service, {}).get(operation, operation)

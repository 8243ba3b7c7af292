"""What a call was about: the record's ``resources`` and the Resources that LookupEvents shows and finds.

Only some services write ``resources`` into the record (S3, KMS, STS and data events); LookupEvents derives its own list
from the parameters for most ("Viewing recent management events", awscloudtrail/latest/userguide/
view-cloudtrail-events-cli.html).
"""

# Per event source: the parameter (small first letter) that names a resource, and the type it has.
_LOOKUP = {
    "cloudtrail": {
        "name": "AWS::CloudTrail::Trail",
        "trailName": "AWS::CloudTrail::Trail",
        "s3BucketName": "AWS::S3::Bucket",
    },
    "dynamodb": {"tableName": "AWS::DynamoDB::Table"},
    "ec2": {
        "groupId": "AWS::EC2::SecurityGroup",
        "groupName": "AWS::EC2::SecurityGroup",
        "instanceId": "AWS::EC2::Instance",
        "keyName": "AWS::EC2::KeyPair",
        "subnetId": "AWS::EC2::Subnet",
        "volumeId": "AWS::EC2::Volume",
        "vpcId": "AWS::EC2::VPC",
    },
    "events": {"name": "AWS::Events::Rule", "rule": "AWS::Events::Rule"},
    "iam": {
        "accessKeyId": "AWS::IAM::AccessKey",
        "groupName": "AWS::IAM::Group",
        "instanceProfileName": "AWS::IAM::InstanceProfile",
        "policyArn": "AWS::IAM::Policy",
        "policyName": "AWS::IAM::Policy",
        "roleName": "AWS::IAM::Role",
        "userName": "AWS::IAM::User",
    },
    "kms": {"aliasName": "AWS::KMS::Alias"},
    "lambda": {"functionName": "AWS::Lambda::Function"},
    "logs": {"logGroupName": "AWS::Logs::LogGroup", "logStreamName": "AWS::Logs::LogStream"},
    "monitoring": {"alarmName": "AWS::CloudWatch::Alarm"},
    "s3": {"bucketName": "AWS::S3::Bucket"},
    "secretsmanager": {"name": "AWS::SecretsManager::Secret", "secretId": "AWS::SecretsManager::Secret"},
    "sns": {"name": "AWS::SNS::Topic", "topicArn": "AWS::SNS::Topic"},
    "sqs": {"queueName": "AWS::SQS::Queue", "queueUrl": "AWS::SQS::Queue"},
    "ssm": {"name": "AWS::SSM::Parameter"},
    "states": {"name": "AWS::StepFunctions::StateMachine", "stateMachineArn": "AWS::StepFunctions::StateMachine"},
    "sts": {"roleArn": "AWS::IAM::Role", "roleSessionName": "AWS::STS::AssumedRole"},
}
# The same for what an answer names: path in responseElements → type.
_LOOKUP_ANSWER = {
    "cloudtrail": {("trailARN",): "AWS::CloudTrail::Trail"},
    "ec2": {("groupId",): "AWS::EC2::SecurityGroup"},
    "iam": {("accessKey", "accessKeyId"): "AWS::IAM::AccessKey", ("policy", "arn"): "AWS::IAM::Policy"},
    "sns": {("topicArn",): "AWS::SNS::Topic"},
    "sts": {
        ("credentials", "accessKeyId"): "AWS::IAM::AccessKey",
        ("assumedRoleUser", "arn"): "AWS::STS::AssumedRole",
    },
}


def record_resources(context, account_id: str) -> list[dict]:
    """The record's ``resources``; empty where AWS writes none."""
    build = {
        "dynamodb": _dynamodb,
        "kms": _kms,
        "lambda": _lambda,
        "s3": _s3,
        "sns": _sns,
        "sqs": _sqs,
        "sts": _sts,
    }.get(context.service.service_name)
    return build(context, context.service_request or {}, account_id) if build else []


def lookup_resources(record: dict) -> list[dict]:
    """The Resources of a record in LookupEvents' answer."""
    source = record["eventSource"].partition(".")[0]
    request, answer = record.get("requestParameters") or {}, record.get("responseElements") or {}
    found = [(kind, request[name]) for name, kind in _LOOKUP.get(source, {}).items() if isinstance(request.get(name), str)]
    for path, kind in _LOOKUP_ANSWER.get(source, {}).items():
        value: object = answer
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str):
            found.append((kind, value))
    if source == "kms":
        found += [(resource["type"], resource["ARN"]) for resource in record.get("resources") or []]
    return [{"ResourceType": kind, "ResourceName": name} for kind, name in dict.fromkeys(found)]


def _s3(context, request: dict, account_id: str) -> list[dict]:
    bucket, key = request.get("Bucket"), request.get("Key")
    if not bucket:
        return []
    arn = f"arn:{context.partition}:s3:::{bucket}"
    owner = _bucket_owner(bucket, account_id)
    resources = [{"accountId": owner, "type": "AWS::S3::Bucket", "ARN": arn}]
    if key:
        resources.insert(0, {"type": "AWS::S3::Object", "ARN": f"{arn}/{key}"})
    elif context.operation.name.startswith("ListObject"):
        resources.insert(0, {"type": "AWS::S3::Object", "ARNPrefix": f"{arn}/{request.get('Prefix') or ''}"})
    return resources


def _bucket_owner(bucket: str, account_id: str) -> str:
    from localemu.services.s3.models import s3_stores

    return s3_stores[account_id]["us-east-1"].global_bucket_map.get(bucket) or account_id


def _kms(context, request: dict, account_id: str) -> list[dict]:
    arns = [_key_arn(context, account_id, key) for key in (request.get("KeyId"), request.get("TargetKeyId")) if key]
    answer = context.service_response if isinstance(context.service_response, dict) else {}
    made = (answer.get("KeyMetadata") or {}).get("Arn") or (answer.get("KeyId") if not arns else None)
    if made:
        arns.append(_key_arn(context, account_id, made))
    arns = dict.fromkeys(arn for arn in arns if arn)
    return [{"accountId": arn.split(":")[4], "type": "AWS::KMS::Key", "ARN": arn} for arn in arns]


def _key_arn(context, account_id: str, key: str) -> str | None:
    if ":key/" in key:
        return key
    if "alias/" in key:
        from localemu.services.kms.models import kms_stores

        alias = kms_stores[account_id][context.region].aliases.get("alias/" + key.partition("alias/")[2])
        key = alias.metadata.get("TargetKeyId") if alias else None
    return f"arn:{context.partition}:kms:{context.region}:{account_id}:key/{key}" if key else None


def _sts(context, request: dict, _account_id: str) -> list[dict]:
    role = request.get("RoleArn")
    if not role or role.count(":") < 5:
        return []
    return [{"accountId": role.split(":")[4], "type": "AWS::IAM::Role", "ARN": role}]


def _regional(context, account_id: str, service: str, kind: str, rest: str) -> list[dict]:
    arn = rest if rest.startswith("arn:") else f"arn:{context.partition}:{service}:{context.region}:{account_id}:{rest}"
    return [{"accountId": account_id, "type": kind, "ARN": arn}]


def _dynamodb(context, request: dict, account_id: str) -> list[dict]:
    name = request.get("TableName")
    return _regional(context, account_id, "dynamodb", "AWS::DynamoDB::Table", f"table/{name}") if name else []


def _lambda(context, request: dict, account_id: str) -> list[dict]:
    name = request.get("FunctionName") if context.operation.name.startswith("Invoke") else None
    return _regional(context, account_id, "lambda", "AWS::Lambda::Function", f"function:{name}") if name else []


def _sns(context, request: dict, account_id: str) -> list[dict]:
    arn = request.get("TopicArn") if context.operation.name.startswith("Publish") else None
    return _regional(context, account_id, "sns", "AWS::SNS::Topic", arn) if arn else []


def _sqs(context, request: dict, account_id: str) -> list[dict]:
    url = request.get("QueueUrl")
    return _regional(context, account_id, "sqs", "AWS::SQS::Queue", url.rpartition("/")[2]) if url else []

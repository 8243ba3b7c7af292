"""What AWS leaves out of records or replaces, so that no secret is in a log file.

Sources: "Logging IAM and AWS STS API calls" (IAM/latest/UserGuide/cloudtrail-integration.html), "Logging AWS KMS API
calls" (kms/latest/developerguide/logging-using-cloudtrail.html), "Logging AWS Lambda API calls"
(lambda/latest/dg/logging-using-cloudtrail.html), "AWS CloudTrail entries for Secrets Manager"
(secretsmanager/latest/userguide/cloudtrail_log_entries.html). AssumeRole's sessionToken is recorded by AWS, and so here.
"""

SHOW = object()
OMIT = object()
_HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
_REMOVED = "<sensitiveDataRemoved>"

_OMITTED = {
    "iam": {
        "AccessKey.SecretAccessKey", "NewPassword", "OldPassword", "Password", "PrivateKey",
        "ServiceSpecificCredential.ServicePassword", "ServiceSpecificCredential.ServiceCredentialSecret",
        "VirtualMFADevice.Base32StringSeed", "VirtualMFADevice.QRCodePNG",
    },
    "kms": {
        "CiphertextBlob", "CiphertextForRecipient", "EncryptedKeyMaterial", "ImportToken", "Mac", "Message",
        "Plaintext", "PrivateKeyPlaintext", "PrivateKeyCiphertextBlob", "Signature",
    },
    "lambda": {"Code.ZipFile", "Environment.Variables", "Payload", "ZipFile"},
    "logs": {"logEvents"},
    "secretsmanager": {"SecretBinary", "SecretString"},
    "sns": {"Message"},
    "sqs": {"Entries", "MessageBody", "Messages"},
    "sts": {"Credentials.SecretAccessKey", "SAMLAssertion", "TokenCode", "WebIdentityToken"},
}  # fmt: skip

_REPLACED = {
    "dynamodb": {"Item": _HIDDEN, "AttributeUpdates": _HIDDEN, "ExpressionAttributeValues": _HIDDEN},
    "ec2": {"KeyMaterial": _REMOVED, "UserData": _REMOVED, "LaunchTemplateData.UserData": _REMOVED},
    "rds": {"MasterUserPassword": "****"},
    "redshift": {"MasterUserPassword": "****"},
    "sns": {"Subject": _HIDDEN},
    "ssm": {"Value": _HIDDEN},
}

# Marked sensitive in the API's model although AWS records them.
_SHOWN = {"sts": {"Credentials.SessionToken"}}


def treatment(service: str, operation: str, path: str, member) -> object:
    """SHOW, OMIT, or the text that stands in for the member at `path` (in the API's own names)."""
    if path in _OMITTED.get(service, ()):
        return OMIT
    replacement = _REPLACED.get(service, {}).get(path)
    if replacement is not None and not (service == "ssm" and operation != "PutParameter"):
        return replacement
    if path in _SHOWN.get(service, ()):
        return SHOW
    if member.type_name == "blob" or getattr(member, "is_event_stream", False):
        return OMIT
    return _HIDDEN if member.metadata.get("sensitive") else SHOW

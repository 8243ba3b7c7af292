#!/usr/bin/env bash
# The labs' own way to a secured trail: one AWS CLI command after the other, each a process of its own.
# Makes what the stack makes with the exercise's configuration, in the labs' order (lab 02, parts 1 to 3; then what
# the stack has on top: rotation, ownership, versioning, lifecycle, event selectors).
#
# Needs AWS_REGION and credentials; talks to AWS_ENDPOINT_URL when that is set.
#   AWS_CLI      the AWS CLI            (default: aws on PATH)
#   TRAIL_NAME   the trail's name       (default: ch03-security-trail)
#   BUCKET_NAME  the log bucket's name  (default: ch03-cloudtrail-<account>)
#   KEY_ALIAS    the key's alias        (default: alias/ch03-cloudtrail-key)
set -euo pipefail

aws_cli=${AWS_CLI:-aws}
trail=${TRAIL_NAME:-ch03-security-trail}
alias=${KEY_ALIAS:-alias/ch03-cloudtrail-key}
region=${AWS_REGION:?set AWS_REGION to the home Region of the trail}
case $region in
  cn-*) partition=aws-cn ;;
  us-gov-*) partition=aws-us-gov ;;
  *) partition=aws ;;
esac
export AWS_DEFAULT_REGION=$region AWS_PAGER=""

call() { "$aws_cli" --output text "$@"; }

# Part 1: the key.

account=$(call sts get-caller-identity --query Account)
bucket=${BUCKET_NAME:-ch03-cloudtrail-$account}
trail_arn=arn:$partition:cloudtrail:$region:$account:trail/$trail

key=$(call kms create-key --description "Encrypts the log files of the CloudTrail trail $trail" \
  --query KeyMetadata.KeyId)
call kms enable-key-rotation --key-id "$key"
call kms create-alias --alias-name "$alias" --target-key-id "$key"
key_arn=$(call kms describe-key --key-id "$key" --query KeyMetadata.Arn)
call kms put-key-policy --key-id "$key" --policy-name default --policy '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AccountAdministersKey",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:'"$partition:iam::$account"':root" },
      "Action": "kms:*",
      "Resource": "*"
    },
    {
      "Sid": "CloudTrailEncrypt",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "kms:GenerateDataKey*",
      "Resource": "*",
      "Condition": {
        "StringEquals": { "aws:SourceArn": "'"$trail_arn"'" },
        "StringLike": {
          "kms:EncryptionContext:aws:cloudtrail:arn": "arn:'"$partition:cloudtrail:*:$account"':trail/*"
        }
      }
    },
    {
      "Sid": "CloudTrailDescribeKey",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "kms:DescribeKey",
      "Resource": "*",
      "Condition": { "StringEquals": { "aws:SourceArn": "'"$trail_arn"'" } }
    },
    {
      "Sid": "CloudTrailBucketKey",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "kms:Decrypt",
      "Resource": "*",
      "Condition": { "StringEquals": { "aws:SourceArn": "'"$trail_arn"'" } }
    }
  ]
}'

# Part 2: the bucket.

if [ "$region" = us-east-1 ]; then
  call s3api create-bucket --bucket "$bucket" >/dev/null
else
  call s3api create-bucket --bucket "$bucket" \
    --create-bucket-configuration "LocationConstraint=$region" >/dev/null
fi
call s3api put-bucket-encryption --bucket "$bucket" --server-side-encryption-configuration '{
  "Rules": [
    {
      "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "'"$key_arn"'" },
      "BucketKeyEnabled": true
    }
  ]
}'
call s3api put-public-access-block --bucket "$bucket" --public-access-block-configuration \
  BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
call s3api put-bucket-ownership-controls --bucket "$bucket" \
  --ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'
call s3api put-bucket-versioning --bucket "$bucket" --versioning-configuration Status=Enabled
call s3api put-bucket-lifecycle-configuration --bucket "$bucket" --lifecycle-configuration '{
  "Rules": [
    {
      "ID": "log-files",
      "Status": "Enabled",
      "Filter": { "Prefix": "" },
      "Transitions": [{ "Days": 90, "StorageClass": "GLACIER_IR" }]
    },
    {
      "ID": "old-versions-and-aborted-uploads",
      "Status": "Enabled",
      "Filter": { "Prefix": "" },
      "NoncurrentVersionExpiration": { "NoncurrentDays": 365 },
      "AbortIncompleteMultipartUpload": { "DaysAfterInitiation": 7 }
    }
  ]
}' >/dev/null
call s3api put-bucket-policy --bucket "$bucket" --policy '{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AWSCloudTrailAclCheck20150319",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:GetBucketAcl",
      "Resource": "arn:'"$partition:s3:::$bucket"'",
      "Condition": { "StringEquals": { "aws:SourceArn": "'"$trail_arn"'" } }
    },
    {
      "Sid": "AWSCloudTrailWrite20150319",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:PutObject",
      "Resource": "arn:'"$partition:s3:::$bucket/AWSLogs/$account"'/*",
      "Condition": {
        "StringEquals": { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": "'"$trail_arn"'" }
      }
    },
    {
      "Sid": "DenyInsecureTransport",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:'"$partition:s3:::$bucket"'", "arn:'"$partition:s3:::$bucket"'/*"],
      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
    }
  ]
}'

# Part 3: the trail.

call cloudtrail create-trail --name "$trail" --s3-bucket-name "$bucket" --is-multi-region-trail \
  --include-global-service-events --enable-log-file-validation --kms-key-id "$key_arn" >/dev/null
call cloudtrail put-event-selectors --trail-name "$trail" --advanced-event-selectors '[
  {
    "Name": "Management events selector",
    "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Management"] }]
  }
]' >/dev/null
call cloudtrail start-logging --name "$trail"
call cloudtrail get-trail-status --name "$trail" --query IsLogging

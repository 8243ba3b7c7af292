"""Builds CloudTrail records, as AWS documents them, from calls that LocalEmu has answered.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
"""

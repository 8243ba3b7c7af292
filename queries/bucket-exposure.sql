-- title: Buckets' protection changed
-- question: Who changed a bucket's policy, access control, public access block, encryption or copies to elsewhere?
-- look at: Blocks taken away, policies with "Principal":"*", replication to an account you don't know.
-- technique: T1530, T1537

SELECT
  event_time,
  account_id,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS changed_by,
  event_name,
  json_extract_scalar(request_parameters, '$.bucketName') AS bucket,
  CAST(request_parameters AS VARCHAR) AS request,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND event_source = 's3.amazonaws.com'
  AND event_name IN (
    'PutBucketPolicy', 'DeleteBucketPolicy', 'PutBucketAcl', 'PutBucketPublicAccessBlock', 'DeleteBucketPublicAccessBlock',
    'PutAccountPublicAccessBlock', 'DeleteAccountPublicAccessBlock', 'PutBucketReplication', 'PutBucketLifecycle',
    'PutBucketVersioning', 'PutBucketEncryption', 'DeleteBucketEncryption', 'PutBucketLogging', 'PutBucketWebsite',
    'PutBucketOwnershipControls'
  )
ORDER BY event_time, event_id

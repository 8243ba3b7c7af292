-- title: Decryption by principal
-- question: Who decrypted with which KMS key, how often, and through which service?
-- look at: Principals that never used a key before, and keys of backups and secrets.
-- technique: T1555.006
-- parameter: most integer = 200 | The most rows.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  coalesce(json_extract_scalar(resources, '$[0].ARN'), json_extract_scalar(request_parameters, '$.keyId')) AS key_arn,
  invoked_by AS through_service,
  count(*) AS decrypts,
  count(error_code) AS failed,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND event_source = 'kms.amazonaws.com'
  AND event_name = 'Decrypt'
GROUP BY
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'),
  coalesce(json_extract_scalar(resources, '$[0].ARN'), json_extract_scalar(request_parameters, '$.keyId')),
  invoked_by
ORDER BY decrypts DESC, principal, key_arn
LIMIT :most

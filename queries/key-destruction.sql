-- title: KMS keys disabled or given up
-- question: Who disabled KMS keys, scheduled their deletion or changed their policies?
-- look at: Keys of data that is still needed: a scheduled deletion can be cancelled for 7 days at least.
-- technique: T1485, T1486

SELECT
  event_time,
  account_id,
  aws_region,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS changed_by,
  event_name,
  coalesce(json_extract_scalar(resources, '$[0].ARN'), json_extract_scalar(request_parameters, '$.keyId')) AS key_arn,
  json_extract_scalar(request_parameters, '$.pendingWindowInDays') AS days_left,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND event_source = 'kms.amazonaws.com'
  AND event_name IN ('DisableKey', 'ScheduleKeyDeletion', 'DeleteImportedKeyMaterial', 'PutKeyPolicy', 'DisableKeyRotation')
ORDER BY event_time, event_id

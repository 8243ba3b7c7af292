-- title: New access keys
-- question: Who made access keys, and for whom?
-- look at: Keys that somebody made for somebody else, keys of root, and what they did afterwards (access-key-activity).
-- technique: T1098.001

SELECT
  event_time,
  account_id,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS made_by,
  coalesce(
    json_extract_scalar(response_elements, '$.accessKey.userName'),
    json_extract_scalar(request_parameters, '$.userName'),
    user_name
  ) AS made_for,
  json_extract_scalar(response_elements, '$.accessKey.accessKeyId') AS new_access_key_id,
  source_ip,
  error_code,
  event_id
FROM events
WHERE :days
  AND event_source = 'iam.amazonaws.com'
  AND event_name = 'CreateAccessKey'
ORDER BY event_time, event_id

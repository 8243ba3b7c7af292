-- title: Secrets read
-- question: Who read secrets and parameters, which ones, and how often?
-- look at: People reading what only programs need, one principal reading many, and refusals before a success.
-- technique: T1555.006
-- parameter: most integer = 500 | The most rows.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  event_source,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.path'),
    json_extract_scalar(request_parameters, '$.names[0]'),
    json_extract_scalar(request_parameters, '$.secretIdList[0]')
  ) AS first_of_them,
  count(*) AS reads,
  count(error_code) AS failed,
  min(event_time) AS first_read,
  max(event_time) AS last_read
FROM events
WHERE :days
  AND (
    (event_source = 'secretsmanager.amazonaws.com' AND event_name IN ('GetSecretValue', 'BatchGetSecretValue'))
    OR (event_source = 'ssm.amazonaws.com' AND event_name IN ('GetParameter', 'GetParameters', 'GetParametersByPath'))
  )
GROUP BY
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'),
  event_source,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.secretId'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.path'),
    json_extract_scalar(request_parameters, '$.names[0]'),
    json_extract_scalar(request_parameters, '$.secretIdList[0]')
  )
ORDER BY reads DESC, principal, event_name, first_of_them
LIMIT :most

-- title: New users, roles and identity providers
-- question: Who made users, roles, groups, console passwords or identity providers, and with which name?
-- look at: Names that imitate others, users with a password set by somebody else, roles trusted by another account.
-- technique: T1136.003

SELECT
  event_time,
  account_id,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS made_by,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.url')
  ) AS made,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND event_source = 'iam.amazonaws.com'
  AND event_name IN (
    'CreateUser', 'CreateRole', 'CreateGroup', 'CreateLoginProfile', 'CreateSAMLProvider', 'CreateOpenIDConnectProvider'
  )
ORDER BY event_time, event_id

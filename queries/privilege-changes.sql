-- title: Changes of rights
-- question: Who changed users, roles, groups or their policies in IAM, and whose?
-- look at: Rights given to oneself, administrator policies, trust opened to another account, and what was refused.
-- technique: T1098
-- parameter: most integer = 1000 | The most rows.

SELECT
  event_time,
  account_id,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS changed_by,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.userName'),
    json_extract_scalar(request_parameters, '$.roleName'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.instanceProfileName')
  ) AS changed,
  coalesce(
    json_extract_scalar(request_parameters, '$.policyArn'),
    json_extract_scalar(request_parameters, '$.policyName')
  ) AS policy,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND event_source = 'iam.amazonaws.com'
  AND event_name IN (
    'AddRoleToInstanceProfile', 'AddUserToGroup', 'AttachGroupPolicy', 'AttachRolePolicy', 'AttachUserPolicy',
    'CreateAccessKey', 'CreateLoginProfile', 'CreatePolicy', 'CreatePolicyVersion', 'CreateRole', 'CreateUser',
    'DeactivateMFADevice', 'DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary', 'DetachGroupPolicy',
    'DetachRolePolicy', 'DetachUserPolicy', 'PutGroupPolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy',
    'PutUserPermissionsBoundary', 'PutUserPolicy', 'SetDefaultPolicyVersion', 'UpdateAssumeRolePolicy',
    'UpdateLoginProfile'
  )
ORDER BY event_time, event_id
LIMIT :most

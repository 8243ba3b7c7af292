-- title: Security groups opened to the world
-- question: Who let every address into a security group, and to which ports?
-- look at: Ports of administration and of databases, and groups that were closed again soon after.
-- technique: T1562.007

SELECT
  event_time,
  account_id,
  aws_region,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS opened_by,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.groupId'),
    json_extract_scalar(request_parameters, '$.groupName'),
    json_extract_scalar(request_parameters, '$.ModifySecurityGroupRulesRequest.GroupId')
  ) AS security_group,
  coalesce(
    json_extract_scalar(request_parameters, '$.ipPermissions.items[0].fromPort'),
    json_extract_scalar(request_parameters, '$.fromPort')
  ) AS first_port,
  coalesce(
    json_extract_scalar(request_parameters, '$.ipPermissions.items[0].toPort'),
    json_extract_scalar(request_parameters, '$.toPort')
  ) AS last_port,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND event_source = 'ec2.amazonaws.com'
  AND event_name IN ('AuthorizeSecurityGroupIngress', 'ModifySecurityGroupRules')
  AND (
    CAST(request_parameters AS VARCHAR) LIKE '%"0.0.0.0/0"%'
    OR CAST(request_parameters AS VARCHAR) LIKE '%"::/0"%'
  )
ORDER BY event_time, event_id

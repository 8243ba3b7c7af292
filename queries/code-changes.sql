-- title: Functions and images changed
-- question: Who changed the code or the settings of functions, task definitions or start scripts?
-- look at: Changes outside of your deployments, by people or from new addresses: a way to stay.
-- technique: T1525, T1648

SELECT
  event_time,
  account_id,
  aws_region,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS changed_by,
  event_source,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.functionName'),
    json_extract_scalar(request_parameters, '$.family'),
    json_extract_scalar(request_parameters, '$.repositoryName'),
    json_extract_scalar(request_parameters, '$.instanceId'),
    json_extract_scalar(request_parameters, '$.documentName')
  ) AS changed,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND (
    (event_source = 'lambda.amazonaws.com' AND (
      event_name LIKE 'UpdateFunctionCode%' OR event_name LIKE 'UpdateFunctionConfiguration%'
      OR event_name LIKE 'CreateFunction%' OR event_name LIKE 'AddPermission%'))
    OR (event_source = 'ecs.amazonaws.com' AND event_name = 'RegisterTaskDefinition')
    OR (event_source = 'ecr.amazonaws.com' AND event_name = 'PutImage')
    OR (event_source = 'ec2.amazonaws.com' AND event_name = 'ModifyInstanceAttribute')
    OR (event_source = 'ssm.amazonaws.com' AND event_name IN ('SendCommand', 'StartSession'))
  )
ORDER BY event_time, event_id

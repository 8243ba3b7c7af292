-- title: Roles assumed across accounts
-- question: Which principals of other accounts assumed roles here, and whose roles did ours assume?
-- look at: Accounts you have no contract with, and refusals: somebody may be trying role names.
-- technique: T1078.004, T1199

SELECT
  identity_account AS calling_account,
  split_part(json_extract_scalar(request_parameters, '$.roleArn'), ':', 5) AS role_account,
  json_extract_scalar(request_parameters, '$.roleArn') AS role_arn,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT coalesce(principal_arn, principal_id)) AS principals,
  min(coalesce(principal_arn, principal_id)) AS one_principal,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND event_source = 'sts.amazonaws.com'
  AND event_name = 'AssumeRole'
  AND identity_account <> split_part(json_extract_scalar(request_parameters, '$.roleArn'), ':', 5)
GROUP BY identity_account, json_extract_scalar(request_parameters, '$.roleArn')
ORDER BY events DESC, calling_account, role_arn

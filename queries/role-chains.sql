-- title: Role chains
-- question: Which roles assumed other roles?
-- look at: Ways to strong roles that nobody planned. The new session's access key leads on (access-key-activity).
-- technique: T1078.004, T1548

SELECT
  issuer_arn AS from_role,
  json_extract_scalar(request_parameters, '$.roleArn') AS to_role,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT principal_arn) AS sessions,
  max(json_extract_scalar(response_elements, '$.credentials.accessKeyId')) AS one_new_key,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND event_source = 'sts.amazonaws.com'
  AND event_name = 'AssumeRole'
  AND identity_type = 'AssumedRole'
GROUP BY issuer_arn, json_extract_scalar(request_parameters, '$.roleArn')
ORDER BY events DESC, from_role, to_role

-- title: Use of root
-- question: What was done as root?
-- look at: Everything: root is for the few tasks that need it. Calls that a service made in root's name are left out.
-- technique: T1078.004

SELECT
  event_time,
  account_id,
  event_source,
  event_name,
  aws_region,
  source_ip,
  access_key_id,
  mfa,
  error_code,
  event_id
FROM events
WHERE :days
  AND identity_type = 'Root'
  AND invoked_by IS NULL
  AND coalesce(event_type, '') <> 'AwsServiceEvent'
ORDER BY event_time, event_id

-- title: Sessions of a role
-- question: Under which names was one role used, when, from how many addresses, and what with?
-- look at: Session names that are no person or program you know, and sessions used from several addresses.
-- technique: T1078.004
-- parameter: role text | The role's name or ARN.

SELECT
  principal_arn AS session,
  count(*) AS events,
  count(*) FILTER (WHERE NOT read_only) AS changes,
  count(error_code) AS failed,
  count(DISTINCT access_key_id) AS keys,
  count(DISTINCT source_ip) AS addresses,
  min(source_ip) AS one_address,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND identity_type = 'AssumedRole'
  AND :role IN (issuer_arn, issuer_name)
GROUP BY principal_arn
ORDER BY first_seen, session

-- title: Calls of AWS services
-- question: Which AWS services called others, in whose name, and what?
-- look at: Services that act with a person's rights (CloudFormation, Athena, Backup), and such that you don't use.
-- parameter: most integer = 200 | The most rows.

SELECT
  invoked_by AS service,
  event_source,
  event_name,
  coalesce(issuer_arn, principal_arn, 'the service itself') AS in_the_name_of,
  count(*) AS events,
  count(error_code) AS failed,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND invoked_by IS NOT NULL
GROUP BY invoked_by, event_source, event_name, coalesce(issuer_arn, principal_arn, 'the service itself')
ORDER BY events DESC, service, event_source, event_name, in_the_name_of
LIMIT :most

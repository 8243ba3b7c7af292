-- title: Deletions
-- question: Who deleted or ended what kind of thing, how often, and when?
-- look at: Many kinds in a short time, backups and snapshots among them, and deletions right after a new address.
-- technique: T1485, T1490
-- parameter: most integer = 500 | The most rows.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND (
    event_name LIKE 'Delete%'
    OR event_name LIKE 'BatchDelete%'
    OR event_name LIKE 'Terminate%'
    OR event_name LIKE 'Deregister%'
    OR event_name = 'ScheduleKeyDeletion'
  )
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), event_source, event_name
ORDER BY events DESC, principal, event_source, event_name
LIMIT :most

-- title: Events by principal
-- question: Who called, how often, from how many addresses, and how many of the calls failed or changed something?
-- look at: Principals with many failures or many addresses. The sessions of a role are counted together, under the role.
-- parameter: most integer = 100 | The most rows.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  min(identity_type) AS identity_type,
  count(*) AS events,
  count(*) FILTER (WHERE NOT read_only) AS changes,
  count(error_code) AS failed,
  count(DISTINCT event_source) AS services,
  count(DISTINCT source_ip) AS addresses,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)')
ORDER BY events DESC, principal
LIMIT :most

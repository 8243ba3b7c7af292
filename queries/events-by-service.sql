-- title: Events by service
-- question: Which services were called, how often, and how much of that changed something?
-- look at: Services nobody here uses, and services with many failed calls: somebody may be trying what works.

SELECT
  event_source,
  count(*) AS events,
  count(*) FILTER (WHERE NOT read_only) AS changes,
  count(error_code) AS failed,
  count(DISTINCT event_name) AS names,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
GROUP BY event_source
ORDER BY events DESC, event_source

-- title: Tools by when they were first seen
-- question: Which tools (user agents) called for the first time since a moment, for whom?
-- look at: Scripts, attack tools and operating systems nobody here uses. A caller can write there whatever it likes.
-- parameter: since timestamp | The moment; what was seen before is known.
-- parameter: most integer = 500 | The most rows.

SELECT
  user_agent,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT coalesce(issuer_arn, principal_arn)) AS principals,
  min(coalesce(issuer_arn, principal_arn)) AS one_principal,
  min(source_ip) AS one_address
FROM events
WHERE :days
  AND user_agent IS NOT NULL
GROUP BY user_agent
HAVING min(event_time) >= :since
ORDER BY first_seen, user_agent
LIMIT :most

-- title: Calls by version of TLS
-- question: Who still calls with an old version of TLS?
-- look at: TLS 1.0 and 1.1, which services refuse now: old programs, or something in between.
-- parameter: versions list = TLSv1, TLSv1.0, TLSv1.1 | The versions that are asked for, divided by commas.
-- parameter: most integer = 200 | The most rows.

SELECT
  tls_version,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  user_agent,
  count(*) AS events,
  min(source_ip) AS one_address,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND tls_version IN :versions
GROUP BY tls_version, coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), user_agent
ORDER BY events DESC, tls_version, principal, user_agent
LIMIT :most

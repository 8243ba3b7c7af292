-- title: Regions that are hardly used
-- question: In which Regions were only a few things changed, by whom, and what?
-- look at: Instances, keys and networks made where nobody works: mining, or a place to hide.
-- technique: T1535
-- parameter: limit integer = 50 | A Region with more changes than this is in use.

SELECT
  aws_region,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND NOT read_only
  AND aws_region IN (
    SELECT aws_region
    FROM events
    WHERE :days
      AND NOT read_only
    GROUP BY aws_region
    HAVING count(*) <= :limit
  )
GROUP BY aws_region, coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), event_source, event_name
ORDER BY aws_region, first_seen, principal, event_source, event_name

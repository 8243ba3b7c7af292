-- title: Events by Region
-- question: In which Regions was something done, by how many principals, and how much of it changed something?
-- look at: Regions you don't work in. Global services (IAM, STS, CloudFront) are recorded in one Region, mostly us-east-1.
-- technique: T1535

SELECT
  aws_region,
  count(*) AS events,
  count(*) FILTER (WHERE NOT read_only) AS changes,
  count(error_code) AS failed,
  count(DISTINCT coalesce(issuer_arn, principal_arn)) AS principals,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
GROUP BY aws_region
ORDER BY events DESC, aws_region

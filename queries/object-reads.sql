-- title: Objects read from a bucket
-- question: Who read objects of a bucket, how many different ones, how much was sent, and when?
-- look at: One principal that read nearly everything, or far more than on other days. Needs data events of the bucket.
-- technique: T1530
-- parameter: bucket text | The bucket's name.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  count(*) AS reads,
  count(error_code) AS failed,
  count(DISTINCT json_extract_scalar(request_parameters, '$.key')) AS objects,
  sum(TRY_CAST(json_extract_scalar(additional_event_data, '$.bytesTransferredOut') AS DOUBLE)) AS bytes_sent,
  count(DISTINCT source_ip) AS addresses,
  min(event_time) AS first_read,
  max(event_time) AS last_read
FROM events
WHERE :days
  AND event_source = 's3.amazonaws.com'
  AND event_name IN ('GetObject', 'GetObjectTorrent', 'SelectObjectContent')
  AND json_extract_scalar(request_parameters, '$.bucketName') = :bucket
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)')
ORDER BY reads DESC, principal

-- title: Snapshots and images shared
-- question: Who gave another account, or everyone, a snapshot or an image?
-- look at: Accounts you don't know, and all (everyone). The request tells all that were added.
-- technique: T1537

SELECT
  event_time,
  account_id,
  aws_region,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS shared_by,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.snapshotId'),
    json_extract_scalar(request_parameters, '$.imageId'),
    json_extract_scalar(request_parameters, '$.dBSnapshotIdentifier'),
    json_extract_scalar(request_parameters, '$.dBClusterSnapshotIdentifier')
  ) AS shared,
  coalesce(
    json_extract_scalar(request_parameters, '$.createVolumePermission.add.items[0].userId'),
    json_extract_scalar(request_parameters, '$.createVolumePermission.add.items[0].group'),
    json_extract_scalar(request_parameters, '$.launchPermission.add.items[0].userId'),
    json_extract_scalar(request_parameters, '$.launchPermission.add.items[0].group'),
    json_extract_scalar(request_parameters, '$.valuesToAdd[0]')
  ) AS first_shared_with,
  CAST(request_parameters AS VARCHAR) AS request,
  error_code,
  event_id
FROM events
WHERE :days
  AND event_name IN (
    'ModifySnapshotAttribute', 'ModifyImageAttribute', 'ModifyDBSnapshotAttribute', 'ModifyDBClusterSnapshotAttribute'
  )
  AND (
    CAST(request_parameters AS VARCHAR) LIKE '%"add"%'
    OR CAST(request_parameters AS VARCHAR) LIKE '%"valuesToAdd"%'
  )
ORDER BY event_time, event_id

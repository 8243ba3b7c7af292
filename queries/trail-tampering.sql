-- title: Tampering with the recording
-- question: Who stopped, deleted or narrowed trails, log groups, configuration recorders, detectors or findings?
-- look at: All of it, refused tries too; then what happened while nothing was recorded (late-records, events-by-day).
-- technique: T1562.008, T1562.001

SELECT
  event_time,
  account_id,
  aws_region,
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS changed_by,
  event_source,
  event_name,
  coalesce(
    json_extract_scalar(request_parameters, '$.name'),
    json_extract_scalar(request_parameters, '$.trailName'),
    json_extract_scalar(request_parameters, '$.eventDataStore'),
    json_extract_scalar(request_parameters, '$.detectorId'),
    json_extract_scalar(request_parameters, '$.logGroupName'),
    json_extract_scalar(request_parameters, '$.configurationRecorderName')
  ) AS changed,
  error_code,
  source_ip,
  event_id
FROM events
WHERE :days
  AND (
    (event_source = 'cloudtrail.amazonaws.com' AND event_name IN (
      'StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors', 'PutInsightSelectors', 'DeleteEventDataStore',
      'UpdateEventDataStore', 'StopEventDataStoreIngestion'))
    OR (event_source = 'config.amazonaws.com' AND event_name IN (
      'StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel', 'DeleteConfigRule'))
    OR (event_source = 'guardduty.amazonaws.com' AND event_name IN (
      'DeleteDetector', 'UpdateDetector', 'DisassociateFromMasterAccount', 'DisassociateFromAdministratorAccount',
      'StopMonitoringMembers', 'CreateFilter'))
    OR (event_source = 'securityhub.amazonaws.com' AND event_name IN ('DisableSecurityHub', 'BatchDisableStandards'))
    OR (event_source = 'logs.amazonaws.com' AND event_name IN (
      'DeleteLogGroup', 'DeleteLogStream', 'DeleteMetricFilter', 'DeleteSubscriptionFilter', 'PutRetentionPolicy'))
    OR (event_source = 'monitoring.amazonaws.com' AND event_name IN ('DeleteAlarms', 'DisableAlarmActions'))
    OR (event_source = 'ec2.amazonaws.com' AND event_name = 'DeleteFlowLogs')
  )
ORDER BY event_time, event_id

-- title: Console logins without MFA
-- question: Who signed in to the console without MFA?
-- look at: Users and root. A role's session that comes from an identity provider says No here although that provider may
--   have asked for a second factor.
-- technique: T1078.004

SELECT
  event_time,
  account_id,
  identity_type,
  coalesce(user_name, issuer_name, principal_arn, '(unknown)') AS who,
  source_ip,
  user_agent,
  event_id
FROM events
WHERE :days
  AND event_name = 'ConsoleLogin'
  AND json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Success'
  AND coalesce(json_extract_scalar(additional_event_data, '$.MFAUsed'), 'No') <> 'Yes'
ORDER BY event_time, event_id

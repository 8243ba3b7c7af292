-- title: Console logins
-- question: Who signed in to the console, how often, from how many addresses, and with MFA or without?
-- look at: New names, new addresses, and users who should only have access keys.
-- technique: T1078.004

SELECT
  coalesce(issuer_arn, principal_arn, '(unknown)') AS principal,
  account_id,
  count(*) AS logins,
  count(*) FILTER (WHERE json_extract_scalar(additional_event_data, '$.MFAUsed') = 'Yes') AS with_mfa,
  count(DISTINCT source_ip) AS addresses,
  min(source_ip) AS one_address,
  min(event_time) AS first_login,
  max(event_time) AS last_login
FROM events
WHERE :days
  AND event_name = 'ConsoleLogin'
  AND json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Success'
GROUP BY coalesce(issuer_arn, principal_arn, '(unknown)'), account_id
ORDER BY logins DESC, principal, account_id

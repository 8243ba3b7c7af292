/** The Glue database that `TrailAnalytics` makes, and that is meant where none is named. */
export const ATHENA_DATABASE = "audit_trail";
/** The table over the log files in it, with the columns of AWS's own CloudTrail table. */
export const ATHENA_TABLE = "cloudtrail_logs";
/** The view over that table, with the columns of `EVENT_COLUMNS`. */
export const ATHENA_VIEW = "events";

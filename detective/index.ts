/** The detective: events, where they come from, questions about them, checks of a trail, reports. No Pulumi inside. */

export {
  type Addendum,
  type CloudTrailEvent,
  type EventContext,
  type EventOrigin,
  type EventResource,
  type InsightAttribution,
  type InsightDetails,
  type LookupNotes,
  type SessionContext,
  type UserIdentity,
  parseEvent,
  timeOf,
} from "./event";
export { type JsonObject } from "./json";
export { redact } from "./redact";
export { principalKey, principalName } from "./principal";
export { type AttackTechnique, type Finding, LEVELS, type Level, type Outcome, byWeight } from "./finding";
export { type Thread, type ThreadKind } from "./thread";
export { isPrincipalArn, onThread, threadNeeds, threadReads } from "./onThread";
export { parseThread } from "./parseThread";
export { normaliseIp } from "./ipAddress";
export { type Denial, type DenyingPolicy, parseDenial } from "./denial";
export { touchesResource } from "./touchesResource";
export { apiName, describeEvent } from "./describeEvent";
export { isDenied, outcomeOf } from "./outcomeOf";
export { type SessionRef, sessionOf } from "./sessionOf";
export { type IssuedCredentials, issuedCredentials, madeWith } from "./issuedCredentials";
export {
  type EscalationOptions,
  escalationChains,
  privilegeEscalation,
  privilegeEscalationReads,
} from "./questions/privilegeEscalation";
export { type EscalationChain, type EscalationStep } from "./escalation/judgeChain";
export { coversTracks } from "./tamperingCalls";
export { type Clock } from "./clock";
export {
  type Coverage,
  type EventConditions,
  type EventQuery,
  type EventSet,
  type Gap,
  type GapReason,
  type LookupAttributeKey,
  type Reading,
  type Source,
  QueryError,
} from "./source";
export { collect, newestFirst } from "./collect";
export { type QuestionReads, collectReads } from "./questionReads";
export { type LookupEventsOptions, type RegionClient, lookupEvents } from "./sources/lookupEvents";
export { type HistoryProgress, type LookupEventsClient, type LookupInput } from "./sources/regionCalls";
export { type LookupPage } from "./sources/historyWindow";
export { checkQuery } from "./sources/checkQuery";
export { type LookupRow, parseLookupRow } from "./sources/lookupRow";
export { logFiles } from "./sources/logFiles";
export { type LogBucketClient, type S3LogFilesOptions, s3LogFiles } from "./sources/s3LogFiles";
export { type S3Place, isS3Uri, parseS3Uri } from "./sources/s3Uri";
export { type FilesProgress, type LogFilesOptions } from "./sources/logScope";
export { type JudgedField, type NeededRecord, type RecordNeeds } from "./sources/recordNeeds";
export {
  type ConditionSet,
  LOOKUP_ATTRIBUTES,
  checkWhere,
  matcher,
  matches,
  usernameOf,
} from "./sources/matches";
export { type AccountRegions, type DescribeRegionsClient, enabledRegions } from "./sources/enabledRegions";
export { type AwsErrorKind, type FailedCall, awsErrorKind, explainAwsError } from "./explainAwsError";
export { type NamedResource, resourcesOf } from "./sources/resourcesOf";

export { type Answer, type Column, type ColumnKind, type Row } from "./answer";
export { recentEvents } from "./questions/recentEvents";
export { iamEvents } from "./questions/iamEvents";
export { failedEvents } from "./questions/failedEvents";
export { policyAttachments } from "./questions/policyAttachments";
export { bucketEvents, touchesBucket } from "./questions/bucketEvents";
export { apiOf, serviceOf } from "./apiOf";
export { globalRegion, globalRegionFor } from "./globalRegion";
export { type EventColumn, type EventListing, listEvents } from "./questions/listEvents";
export { eventsBy, eventsByReads } from "./questions/eventsBy";
export { type Selection, eventsWhere, eventsWhereReads } from "./questions/eventsWhere";
export { resourceEvents } from "./questions/resourceEvents";
export { type DeniedGroup } from "./questions/deniedGroup";
export {
  type DeniedColumn,
  unauthorisedAccess,
  unauthorisedAccessReads,
} from "./questions/unauthorisedAccess";
export { type KnownPlaces } from "./questions/tampering/logPlaces";
export {
  type Tampering,
  type TamperingColumn,
  trailTampering,
  trailTamperingReads,
} from "./questions/trailTampering";
export { type Networks, networks } from "./cidr";
export { type AccessKind } from "./questions/bucket/accessKind";
export { type Burst, type BurstLimit } from "./questions/bucket/bursts";
export { type InstanceElsewhere } from "./questions/bucket/instanceSession";
export {
  type AccessColumn,
  type BucketAccess,
  type BucketAnswer,
  bucketAccess,
  bucketAccessReads,
} from "./questions/bucketAccess";
export { type FindingColumn, findingTable } from "./questions/findingTable";
export { agentProduct } from "./questions/origin/agentProduct";
export { type UnexpectedOrigin } from "./questions/origin/originFinding";
export { type OriginAnswer, type OriginArgs, unexpectedOrigin } from "./questions/unexpectedOrigin";
export { madeByRun } from "./questions/madeByRun";

export {
  type Catalogue,
  type Check,
  type Fix,
  type JudgedCheck,
  type Pillar,
  type Reference,
  type Status,
  type Verdict,
  runChecks,
} from "./posture/check";
export { trailChecks } from "./posture/trailChecks";
export { type FactClients, type PostureClients, type RegionalClients } from "./posture/clients";
export { checkCatalogue, judge } from "./posture/checkCatalogue";
export { type AccountFacts } from "./posture/accountFacts";
export { type AccountOptions, gatherFacts } from "./posture/gatherFacts";
export { type Fact } from "./posture/fact";
export { type GatherOptions, gatherTrailFacts } from "./posture/gatherTrailFacts";
export { type Alias, type Trail, type TrailFacts } from "./posture/trailFacts";
export {
  type LineStatus,
  type PillarScore,
  type Score,
  type ScoreLine,
  type Shown,
  missionScore,
} from "./posture/score";
export { type PlanItem, scorePlan } from "./posture/scorePlan";

export {
  type FollowedThread,
  type Mark,
  type Timeline,
  type TimelineEntry,
  type TimelineSession,
} from "./timeline/timeline";
export { type FollowOptions } from "./timeline/follow";
export { type TimelineOptions, buildTimeline } from "./timeline/buildTimeline";
export { type FollowTimelineOptions, type TimelineProgress, followTimeline } from "./timeline/followTimeline";
export { timelineAnswer } from "./timeline/timelineAnswer";
export { timelineText } from "./timeline/timelineText";

export { type IntegrityRow } from "./report/integrityRows";
export { type Report, type Stage } from "./report/report";
export { type EvidenceRecords, evidenceRecords } from "./report/evidenceRecords";
export { type JsonEntry, type JsonReport, jsonReport, renderJson } from "./report/renderJson";
export { reportFindings } from "./report/reportFindings";
export { renderMarkdown } from "./report/renderMarkdown";
export { renderHtml } from "./report/renderHtml";
export { type TableOptions, answerTable, checksTable, table } from "./table";

export {
  type ChainSummary,
  type DigestEvidence,
  type EvidenceSink,
  type IntegritySummary,
  type LogEvidence,
  type LogVerdict,
} from "./integrity/evidence";
export {
  type IntegrityFinding,
  type IntegrityFindingKind,
  type IntegrityUnknown,
} from "./integrity/integrityFinding";
export { type ListedObject, type ObjectStore, type ReadObject, ObjectMissing } from "./integrity/objectStore";
export { bucketStore } from "./integrity/bucketStore";
export { openFolder } from "./integrity/openFolder";
export { type PublicKey, KeyFileError, keyFileText, parseKeyFile } from "./integrity/publicKey";
export { type KeySource, keptKeys } from "./integrity/keyRing";
export { type PublicKeysClient, apiKeys, listKeys } from "./integrity/apiKeys";
export { type Expectation } from "./integrity/judgeEnds";
export { type TrailsClient, expectedTrails } from "./integrity/trailExpectations";
export { ResumeState } from "./integrity/resumeState";
export { type ValidateOptions, type ValidationProgress, validateArchive } from "./integrity/validateArchive";
export { integrityText } from "./integrity/integrityText";
export { type Proof, type ProverOptions, Prover } from "./integrity/prover";

export { type Explanation, type ExplainOptions, explainEvent } from "./explainEvent";
export { type ExplainedField } from "./explain/explainedFields";
export { explanationText } from "./explain/explanationText";
export {
  type LeastPrivilege,
  type LeastPrivilegeOptions,
  type LeftOut,
  leastPrivilege,
} from "./leastPrivilege/leastPrivilege";
export { type EvidencedStatement } from "./leastPrivilege/statements";
export { type PolicyDocument, type PolicyStatement } from "./leastPrivilege/policyDocument";
export { policyJson } from "./leastPrivilege/policyJson";
export { pulumiPolicy } from "./leastPrivilege/pulumiPolicy";

export { type Diagnosis, type DiagnosisStatus, type DoctorQuestion } from "./doctor/diagnosis";
export { type DiagnoseOptions, diagnose } from "./doctor/diagnose";
export { type TryCall } from "./doctor/tryCall";
export { diagnosesText } from "./doctor/diagnosesText";

export { type MatchReason, type RecordMatcher, type RuleMatch } from "./sigma/recordMatcher";
export { compileRules } from "./sigma/match/compileRules";
export { RegexError } from "./sigma/match/compileRegex";
export { whyText } from "./sigma/match/whyText";

export { type Detection, type RawRecord, type RecordPlace } from "./detect/detection";
export { type DetectionEngine, type PreparedRules, type RecordMatch } from "./detect/engine";
export { type RecordQuery, type RecordReading, type RecordSource } from "./detect/recordReading";
export { type DetectOptions, type Detecting, detect } from "./detect/detect";
export { fileRecords, s3FileRecords } from "./detect/fileRecords";
export { lookupRecords } from "./detect/lookupRecords";
export { recordsOf } from "./detect/recordsOf";
export { joinedRecords } from "./detect/joinedRecords";
export { memoryEngine } from "./detect/memoryEngine";
export { type DetectionFinding, DetectionFindings } from "./detect/detectionFinding";
export { type DetectionColumn, detectionTable } from "./detect/detectionTable";
export { type DetectionLine, detectionLine } from "./detect/detectionLine";
export { type SarifEnd, type SarifFrame, SarifWriter } from "./detect/sarif";
export { type OcsfFrame, ocsfFinding } from "./detect/ocsf";
export { type Correlated } from "./sigma/correlate/correlated";
export { Correlator, type CorrelatorOptions } from "./sigma/correlate/correlator";

export {
  type EventPattern,
  type EventPatternOptions,
  compileEventPattern,
} from "./sigma/eventbridge/compileEventPattern";
export { compileFilterPattern } from "./sigma/metricFilter/compileFilterPattern";
export { CIS_PROFILE } from "./sigma/metricFilter/cisProfile";
export { SECURITY_HUB_PROFILE } from "./sigma/metricFilter/securityHubProfile";
export {
  type AlarmRule,
  type AlarmRuleOptions,
  type AlarmRules,
  alarmRules,
} from "./sigma/alarms/alarmRules";
export { type AlarmFilter, cisFilters } from "./sigma/alarms/cisFilters";

export {
  type CorrelationCondition,
  type CorrelationType,
  type LogSource,
  type RuleHead,
  type RuleProblem,
  type RuleSet,
  type SigmaCorrelation,
  type SigmaRule,
  ruleKey,
} from "./sigma/rule";
export { type RulePosition, positionText } from "./sigma/rulePosition";
export { NotExpressible } from "./sigma/notExpressible";
export { type RecordTable, type RuleQuery, duckdbQuery } from "./sigma/sql/duckdbQuery";
export { athenaQuery } from "./sigma/sql/athenaQuery";
export { type DuckdbEngineOptions, duckdbEngine } from "./duckdb/duckdbEngine";
export { type DuckdbLimits, DuckdbMissing } from "./duckdb/openDuckdb";
export { type LoadOptions, parseRules } from "./sigma/load/parseRules";
export { type Placeholders } from "./sigma/load/placeholders";
export { loadRules } from "./sigma/load/loadRules";
export { RulePathError } from "./sigma/load/ruleFiles";
export { ownRules } from "./sigma/ownRules";

export {
  type ParameterKind,
  type QueryDialect,
  type QueryParameter,
  type SavedQuery,
  type SavedQueryProblem,
  type SavedQuerySet,
  DAY_PARAMETERS,
} from "./archive/savedQuery/savedQuery";
export { SavedQueryFolderError, loadSavedQueries } from "./archive/savedQuery/loadSavedQueries";
export {
  type ParameterValues,
  type RenderedQuery,
  type SavedQueryOptions,
  SavedQueryError,
  savedQueryText,
} from "./archive/savedQuery/savedQueryText";
export { ownQueries } from "./archive/savedQuery/ownQueries";
export {
  type AthenaEventColumn,
  type EventsTable,
  ATHENA_EVENT_COLUMNS,
  CLOUDTRAIL_LOGS,
  athenaEvents,
} from "./archive/athena/athenaEvents";
export { withEvents } from "./archive/athena/withEvents";
export {
  type AthenaView,
  type AthenaViewOptions,
  athenaViewDdl,
  athenaViews,
} from "./archive/athena/athenaViews";
export { type TableDdlArgs, CLOUDTRAIL_HIVE_COLUMNS, athenaTableDdl } from "./archive/athena/athenaTableDdl";
export {
  type AthenaNamedQuery,
  type NamedQueryOptions,
  athenaNamedQueries,
} from "./archive/athena/athenaNamedQueries";
export {
  type MirrorOptions,
  type PullOptions,
  type PullProgress,
  type PullSummary,
  pullArchive,
} from "./archive/pull/pullArchive";
export {
  type EventColumn as ViewColumn,
  type EventColumnType as ViewColumnType,
  EVENT_COLUMNS,
} from "./archive/eventColumns";
export { type ArchiveQueryOptions, type QueryAnswer, queryArchive } from "./archive/query/archiveQuery";
export { type QuerySource, diskArchive, s3Archive } from "./archive/query/querySource";
export { type ResultColumn, type ResultRow } from "./archive/query/queryResult";
export { type BuildCacheOptions, type CacheBuilt, buildCache } from "./archive/cache/buildCache";
export { type CacheStatus, cacheStatus } from "./archive/cache/cacheStatus";
export { type CachePruned, type PruneOptions, pruneCache } from "./archive/cache/pruneCache";
export { CacheError } from "./archive/cache/cacheFolder";
export { type CacheManifest, type CachedPartition } from "./archive/cache/cacheFormat";
export {
  type CountRecordsOptions,
  type RecordCount,
  type RecordCounts,
  countRecords,
} from "./archive/countRecords";
export { type FieldFilter, type RecordFilter, type ScannedField } from "./archive/scan/recordFilter";
export { type AthenaAddress, isAthenaAddress, parseAthenaAddress } from "./athena/athenaAddress";
export { type AthenaClient } from "./athena/athenaClient";
export { AthenaError } from "./athena/athenaError";
export { ATHENA_DATABASE, ATHENA_TABLE, ATHENA_VIEW } from "./athena/athenaNames";
export { type AthenaRules, athenaRules } from "./athena/athenaRules";
export { type AthenaOptions, type AthenaSession, openAthena } from "./athena/athenaSession";
export { athenaSource } from "./athena/athenaSource";
export { type AthenaQueryOptions, queryAthena } from "./athena/queryAthena";
export { type AthenaProgress, type AthenaResult, runAthena } from "./athena/runAthena";
export { type ScanQuestion, ScanRefused } from "./athena/scanGate";

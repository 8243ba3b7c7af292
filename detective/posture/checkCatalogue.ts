import { AccountFacts } from "./accountFacts";
import { Catalogue, JudgedCheck, runCatalogue } from "./check";
import { accessLogging } from "./checks/accessLogging";
import { accountPublicAccessBlock } from "./checks/accountPublicAccessBlock";
import { bucketAcl } from "./checks/bucketAcl";
import { bucketChangesAlarm } from "./checks/bucketChangesAlarm";
import { bucketOwner } from "./checks/bucketOwner";
import { cloudWatchLogs } from "./checks/cloudWatchLogs";
import { defaultSecurityGroups } from "./checks/defaultSecurityGroups";
import { deliveryNotices } from "./checks/deliveryNotices";
import { digestDelivery } from "./checks/digestDelivery";
import { excludedSources } from "./checks/excludedSources";
import { extraCopies } from "./checks/extraCopies";
import { flowLogs } from "./checks/flowLogs";
import { foreignPrincipals } from "./checks/foreignPrincipals";
import { globalEvents } from "./checks/globalEvents";
import { iamChangesAlarm } from "./checks/iamChangesAlarm";
import { insights } from "./checks/insights";
import { keyLossAlarm } from "./checks/keyLossAlarm";
import { keyRegion } from "./checks/keyRegion";
import { keyRotation } from "./checks/keyRotation";
import { keysRotated } from "./checks/keysRotated";
import { lambdaEvents } from "./checks/lambdaEvents";
import { logDelivery } from "./checks/logDelivery";
import { logGroupKey } from "./checks/logGroupKey";
import { logGroupRetention } from "./checks/logGroupRetention";
import { logsRole } from "./checks/logsRole";
import { managementEvents } from "./checks/managementEvents";
import { mfaDelete } from "./checks/mfaDelete";
import { noAdminUsers } from "./checks/noAdminUsers";
import { noOpenAdministration } from "./checks/noOpenAdministration";
import { objectLock } from "./checks/objectLock";
import { ownership } from "./checks/ownership";
import { regionsCovered } from "./checks/regionsCovered";
import { retention } from "./checks/retention";
import { rootProtected } from "./checks/rootProtected";
import { rootUnused } from "./checks/rootUnused";
import { rootUseAlarm } from "./checks/rootUseAlarm";
import { s3ReadEvents } from "./checks/s3ReadEvents";
import { s3WriteEvents } from "./checks/s3WriteEvents";
import { signInAlarm } from "./checks/signInAlarm";
import { trailTamperingAlarm } from "./checks/trailTamperingAlarm";
import { unauthorisedCallsAlarm } from "./checks/unauthorisedCallsAlarm";
import { usersMfa } from "./checks/usersMfa";
import { versioning } from "./checks/versioning";
import { trailChecks } from "./trailChecks";

/** All checks: of each trail, the lab's seven first, and of the account. */
export const checkCatalogue: Catalogue = {
  trail: [
    ...trailChecks,
    logDelivery,
    digestDelivery,
    cloudWatchLogs,
    logGroupRetention,
    logGroupKey,
    logsRole,
    deliveryNotices,
    managementEvents,
    excludedSources,
    globalEvents,
    s3WriteEvents,
    s3ReadEvents,
    lambdaEvents,
    insights,
    bucketOwner,
    foreignPrincipals,
    ownership,
    bucketAcl,
    versioning,
    objectLock,
    mfaDelete,
    retention,
    accessLogging,
    keyRotation,
    keyRegion,
  ],
  account: [
    regionsCovered,
    extraCopies,
    rootUseAlarm,
    unauthorisedCallsAlarm,
    signInAlarm,
    iamChangesAlarm,
    keyLossAlarm,
    bucketChangesAlarm,
    trailTamperingAlarm,
    rootProtected,
    rootUnused,
    usersMfa,
    noAdminUsers,
    keysRotated,
    accountPublicAccessBlock,
    defaultSecurityGroups,
    noOpenAdministration,
    flowLogs,
  ],
};

/** Runs every check over the account's facts: those of each trail, with its name as `subject`, then the account's. */
export function judge(facts: AccountFacts, catalogue: Catalogue = checkCatalogue): JudgedCheck[] {
  return runCatalogue(catalogue, facts);
}

import { CHANGE_CASES } from "./cases/changes";
import { DATA_CASES } from "./cases/data";
import { OVERVIEW_CASES } from "./cases/overview";
import { PRINCIPAL_CASES } from "./cases/principals";
import { SIGN_IN_CASES } from "./cases/signIns";
import { QueryCase } from "./queryCase";

/** A case for each saved query, by its name. */
export const QUERY_CASES: Readonly<Record<string, QueryCase>> = {
  ...OVERVIEW_CASES,
  ...PRINCIPAL_CASES,
  ...SIGN_IN_CASES,
  ...DATA_CASES,
  ...CHANGE_CASES,
};

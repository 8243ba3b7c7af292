import { QueryError } from "../source";
import { ATHENA_DATABASE, ATHENA_TABLE } from "./athenaNames";

/** Which table is asked, and in which workgroup. */
export interface AthenaAddress {
  readonly workgroup: string;
  readonly database: string;
  readonly table: string;
}

const SCHEME = "athena:";

/** Whether a text is meant as `athena:…`. */
export function isAthenaAddress(text: string): boolean {
  return text.startsWith(SCHEME);
}

/**
 * Reads `athena:WORKGROUP[/DATABASE[/TABLE]]`; what is left out is what `TrailAnalytics` makes.
 *
 * @throws QueryError on a name that Athena could not have
 */
export function parseAthenaAddress(text: string): AthenaAddress {
  const [workgroup = "", database = ATHENA_DATABASE, table = ATHENA_TABLE, ...more] = text
    .slice(SCHEME.length)
    .split("/");
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(workgroup)) {
    throw new QueryError(
      `${shown(text)}: ${workgroup === "" ? "no workgroup is named" : `${shown(workgroup)} is no workgroup's name`}; use athena:WORKGROUP, or athena:WORKGROUP/DATABASE/TABLE`,
    );
  }
  if (more.length > 0 || !isName(database) || !isName(table)) {
    throw new QueryError(
      `${shown(text)}: a database and a table have letters, digits and _ in their names; use athena:WORKGROUP/DATABASE/TABLE (default: ${ATHENA_DATABASE}/${ATHENA_TABLE})`,
    );
  }
  // Athena keeps both in small letters.
  return { workgroup, database: database.toLowerCase(), table: table.toLowerCase() };
}

function isName(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,255}$/.test(text);
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 200));
}

import { athenaField } from "./athenaFields";
import { athenaLiteral, cannot } from "./athenaLiteral";
import { ipv4Regex } from "./ipv4Regex";
import { SqlDialect } from "./sqlDialect";
import { JSON_NUMBER, TIME } from "./textForms";

/** Athena's SQL (engine version 3, Trino) over AWS's CloudTrail table. */
export const athenaDialect: SqlDialect = {
  name: "athena",
  field: athenaField,
  regex: () => {
    throw cannot("Athena's regular expressions are another language than the rules'; use wildcards");
  },
  inNetwork: (network) => {
    const regex = ipv4Regex(network);
    if (regex === undefined)
      throw cannot("IPv6 addresses have many spellings, which Athena's SQL can't compare");
    return (text) => `regexp_like(${text}, ${athenaLiteral(wholeText(regex))})`;
  },
  number: (text) => `IF(regexp_like(${text}, '${wholeText(JSON_NUMBER)}'), TRY_CAST(${text} AS DOUBLE))`,
  timePart: (part, text) =>
    `IF(regexp_like(${text}, '${wholeText(TIME)}'), ${part}(TRY(from_iso8601_timestamp(replace(${text}, ',', '.')) AT TIME ZONE 'UTC')))`,
};

/** `$` would leave room for a line's end. */
function wholeText(regex: string): string {
  return regex.replace(/\$$/, "\\z");
}

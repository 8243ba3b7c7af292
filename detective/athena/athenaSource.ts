import { EventQuery, QueryError, Source } from "../source";
import { checkQuery } from "../sources/checkQuery";
import { AthenaReading } from "./athenaReading";
import { AthenaSession } from "./athenaSession";

/**
 * CloudTrail's log files as Athena reads them: events of a table with the columns of AWS's own CloudTrail table.
 *
 * One query for each reading; conditions are said in SQL as far as that is possible, and judged again on the rows.
 * Fields without a column are missing from the events, which the coverage says. Reading throws AthenaError where the
 * query fails, and ScanRefused where it would scan too much.
 */
export function athenaSource(session: AthenaSession): Source {
  return {
    name: session.name,
    targeted: true,
    read(query: EventQuery = {}) {
      checkQuery(query, Date.now());
      if (query.category === "insight")
        throw new QueryError(
          "category: the table of log files has no Insights events; read them from the API, or from files",
        );
      return new AthenaReading(session, query);
    },
  };
}

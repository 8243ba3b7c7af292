import { Clock } from "../clock";
import { IamReader } from "./accountClients";
import { Credentials } from "./accountFacts";
import { Fact, readFact, unreadable, value } from "./fact";

/** IAM makes the report within seconds; it keeps one for four hours. */
const PATIENCE_MS = 60_000;
const BETWEEN_MS = 500;

/**
 * The credential report; where there is none yet, IAM is asked to make one, which changes nothing in the account.
 *
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
 */
export function readCredentials(iam: IamReader, clock: Clock): Promise<Fact<readonly Credentials[]>> {
  return readFact("iam:GetCredentialReport", async () => {
    const deadline = clock.now() + PATIENCE_MS;
    while ((await iam.generateCredentialReport({})).State !== "COMPLETE") {
      if (clock.now() >= deadline) {
        return unreadable(`iam:GenerateCredentialReport: no report after ${PATIENCE_MS / 1000} s`);
      }
      await clock.sleep(BETWEEN_MS);
    }
    const { Content } = await iam.getCredentialReport({});
    return Content ? parseReport(Buffer.from(Content).toString("utf8")) : unreadable("the report is empty");
  });
}

/** Reads the report's CSV; user names and ARNs hold neither comma nor quote, so a line splits at its commas. */
function parseReport(text: string): Fact<readonly Credentials[]> {
  const [head = "", ...lines] = text.split(/\r?\n/).filter((line) => line !== "");
  const columns = head.split(",");
  const needed = [
    "user",
    "arn",
    "password_enabled",
    "mfa_active",
    "access_key_1_active",
    "access_key_2_active",
  ];
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) return unreadable(`the credential report lacks ${missing.join(", ")}`);
  const broken = lines.findIndex((line) => line.split(",").length !== columns.length);
  if (broken >= 0) return unreadable(`line ${broken + 2} of the credential report is no line of it`);
  return value(lines.map((line) => credentials(columns, line.split(","))));
}

function credentials(columns: readonly string[], cells: readonly string[]): Credentials {
  const cell = (name: string) => cells[columns.indexOf(name)] ?? "";
  const yes = (name: string) => cell(name).toLowerCase() === "true";
  const date = (name: string) => {
    const time = new Date(cell(name));
    return Number.isNaN(time.getTime()) ? undefined : time;
  };
  const used = date("password_last_used");
  return {
    user: cell("user"),
    arn: cell("arn"),
    password: yes("password_enabled"),
    mfa: yes("mfa_active"),
    ...(used && { passwordLastUsed: used }),
    keys: [1, 2].map((number) => {
      const rotated = date(`access_key_${number}_last_rotated`);
      const lastUsed = date(`access_key_${number}_last_used_date`);
      return {
        active: yes(`access_key_${number}_active`),
        ...(rotated && { rotated }),
        ...(lastUsed && { lastUsed }),
      };
    }),
  };
}

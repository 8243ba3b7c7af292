import type { TableOptions } from "../../detective";
import type { Io } from "../io";

/** Where there is no terminal, as much as most lines of a table need. */
const NO_TERMINAL = 200;

/** How wide a table may be, and whether it may have colours: only on a terminal that has them, and NO_COLOR says no. */
export function look({ stdout, env }: Pick<Io, "stdout" | "env">, color = true): Required<TableOptions> {
  const terminal = stdout.isTTY === true;
  return {
    width: (terminal ? stdout.columns : Number(env.COLUMNS)) || (terminal ? 80 : NO_TERMINAL),
    colour: color && terminal && env.TERM !== "dumb" && !env.NO_COLOR,
  };
}

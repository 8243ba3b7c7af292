/** Why a text is no path of a field; undefined where it is one. */
export function fieldPathProblem(path: string): string | undefined {
  if (path === "") return "no field";
  // It would be asked, and no record would ever have it.
  if (path.trim() !== path) return "a field with blanks around it";
  return path.split(".").includes("") ? "a path with an empty step" : undefined;
}

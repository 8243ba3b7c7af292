/** An API's name without the version that Lambda and others put behind it: `CreateFunction20150331`. */
export function unversioned(name: string): string {
  return name.replace(/_?20\d{6}(v\d+)?$|_?20\d\d_\d\d_\d\d(v\d+)?$/, "");
}

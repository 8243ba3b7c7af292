/**
 * A name as a policy's Resource must write it to mean just that name: IAM would read `*` and `?` as wildcards and `${`
 * as the beginning of a variable.
 *
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function literal(name: string): string {
  return name.replace(/[$*?]/g, (character) => `\${${character}}`);
}

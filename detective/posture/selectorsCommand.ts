import { shellJson, trailCommand } from "./fixText";
import { TrailFacts } from "./trailFacts";

/** The command that makes a trail record every management event and what else is named; it replaces all selectors. */
export function selectorsCommand(facts: TrailFacts, ...more: readonly object[]): string {
  const management = {
    Name: "Management events selector",
    FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
  };
  return trailCommand(
    facts,
    "put-event-selectors --trail-name",
    "--advanced-event-selectors",
    shellJson([management, ...more]),
  );
}

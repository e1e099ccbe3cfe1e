import { stringify } from "yaml";
import { steps } from "../../steps/index.ts";
import { mockedStack } from "../../test/support/mocked-stack.ts";
import { asyncApiOf } from "./asyncapi.ts";
import { choreographyOf } from "./choreography.ts";
import { eventsPage } from "./events-page.ts";

/** What is derived from the whole program: each file's path and what is to stand in it. */
export async function derivedFiles(): Promise<Record<string, string>> {
  const choreography = choreographyOf(await mockedStack({ step: steps.list.length }));
  return {
    "docs/events.md": eventsPage(choreography),
    "docs/asyncapi.yaml": `# Derived from the program and the contracts by \`npm run docs:derive\`. Do not edit.\n${stringify(asyncApiOf(choreography), { lineWidth: 0, aliasDuplicateObjects: false })}`,
  };
}

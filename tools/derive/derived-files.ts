import { runMocked } from "@event-choreography/local-cloud/pulumi-mocks";
import { stringify } from "yaml";
import { steps } from "../../steps/index.ts";
import { asyncApiOf } from "./asyncapi.ts";
import { choreographyOf } from "./choreography.ts";
import { eventsPage } from "./events-page.ts";
import { observedProgram } from "./observe.ts";

const wholeProgram = { step: steps.list.length, attendee: "", notificationEmail: "", seatsPerFlight: 180 };

/** The files derived from the whole program: path and content. */
export async function derivedFiles(): Promise<Record<string, string>> {
  const { observed, program } = observedProgram(wholeProgram.step, () => wholeProgram);
  const choreography = choreographyOf(await runMocked(program), observed);
  return {
    "docs/events.md": eventsPage(choreography),
    "docs/asyncapi.yaml": `# Derived from the program and the contracts by \`npm run docs:derive\`. Do not edit.\n${stringify(asyncApiOf(choreography), { lineWidth: 0, aliasDuplicateObjects: false })}`,
  };
}

import { runMocked } from "@event-choreography/local-cloud/pulumi-mocks";
import { stringify } from "yaml";
import program from "../../infra/index.ts";
import { steps } from "../../steps/index.ts";
import { asyncApiOf } from "./asyncapi.ts";
import { choreographyOf } from "./choreography.ts";
import { eventsPage } from "./events-page.ts";

const wholeProgram = { step: steps.list.length, attendee: "", notificationEmail: "", seatsPerFlight: 180 };

/** The files derived from the whole program: path and content. */
export async function derivedFiles(): Promise<Record<string, string>> {
  const choreography = choreographyOf(await runMocked(() => program(wholeProgram)));
  return {
    "docs/events.md": eventsPage(choreography),
    "docs/asyncapi.yaml": `# Derived from the program and the contracts by \`npm run docs:derive\`. Do not edit.\n${stringify(asyncApiOf(choreography), { lineWidth: 0, aliasDuplicateObjects: false })}`,
  };
}

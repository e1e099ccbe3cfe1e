import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import type { MockedStack } from "../../support/mocked-stack.ts";
import type { Entry } from "./calls.ts";

/** What one write did to one item, in DynamoDB's JSON. */
export interface Change {
  OldImage?: object;
  NewImage?: object;
}

/** A pipe from a table's stream to the bus. */
export interface Pipe {
  table: string;
  /** The event that a change puts on the bus; undefined if the pipe's filters drop it. */
  entryFor(change: Change): Entry | undefined;
}

/** The pipes that the program declares. */
export function pipesOf(stack: MockedStack): Pipe[] {
  return stack.all("Pipe").map(({ inputs: { source, sourceParameters, targetParameters } }) => {
    const filters: { pattern: string }[] = sourceParameters.filterCriteria.filters;
    const patterns = filters.map(({ pattern }) => compilePattern(pattern));
    const { inputTemplate, eventbridgeEventBusParameters: bus } = targetParameters;
    return {
      table: stack.all("Table").find(({ outputs }) => outputs.streamArn === source)!.inputs.name,
      entryFor(change) {
        const record = { dynamodb: change };
        if (!patterns.some((pattern) => matches(pattern, record))) return undefined;
        const Detail = inputTemplate.replaceAll(/<(\$[.\w]+)>/g, (_: string, path: string) => valueAt(path, record));
        return { Source: bus.source, DetailType: valueAt(bus.detailType, record), Detail };
      },
    };
  });
}

/** The value at a path such as "$.dynamodb.NewImage.event.M.detail.S". */
function valueAt(path: string, record: object): string {
  const names = path.split(".").slice(1);
  return String(names.reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], record));
}

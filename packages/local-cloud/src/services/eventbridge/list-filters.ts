import { Constraints } from "../../core/constraints.ts";
import { validationError } from "./errors.ts";
import { checkPage, type PageRequest } from "./paging.ts";
import { namePattern } from "./validation.ts";

export interface FilteredList extends PageRequest {
  NamePrefix?: string | undefined;
  EventSourceArn?: string | undefined;
  State?: string | undefined;
}

/** Checks the members of ListArchives and ListReplays, which accept at most one of three filters. */
export function checkFilteredList(
  operation: string,
  input: FilteredList,
  { states, maxNameLength }: { states: readonly string[]; maxNameLength: number },
): void {
  const { NamePrefix, EventSourceArn, State } = input;
  new Constraints()
    .text("namePrefix", NamePrefix, { min: 1, max: maxNameLength, pattern: namePattern })
    .text("eventSourceArn", EventSourceArn, { min: 1, max: 1600 })
    .text("state", State, { oneOf: states })
    .check();
  checkPage(input);
  if ([NamePrefix, EventSourceArn, State].filter((one) => one !== undefined).length > 1) {
    throw validationError(
      `At most one filter is allowed for ${operation}. Use either : State, EventSourceArn, or NamePrefix.`,
    );
  }
}

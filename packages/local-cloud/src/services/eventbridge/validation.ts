import type { StringRule } from "../../core/constraints.ts";

/** The characters allowed in most EventBridge names. */
export const namePattern = "[\\.\\-_A-Za-z0-9]+";
/** A bus in an operation that changes its policy: its name alone. */
export const ownBusName: StringRule = { min: 1, max: 256, pattern: namePattern };
export const busNameOrArn: StringRule = {
  min: 1,
  max: 1600,
  pattern: "(arn:aws[\\w-]*:events:[a-z]+-[a-z]+-[\\w-]+:[0-9]{12}:event-bus\\/)?[/\\.\\-_A-Za-z0-9]+",
};

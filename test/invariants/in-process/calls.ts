/** A call that a handler makes of AWS. */
export interface Call {
  service: "dynamodb" | "events" | "sns";
  /** E.g. "Put" of the document client, "PutEvents", "Publish". */
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: each operation has an input of its own
  input: any;
  /** The same as the handler made it. */
  command: { input: unknown };
}

export type Answer = { output: unknown } | { error: unknown };

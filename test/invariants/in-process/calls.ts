/** An AWS call that a handler makes. */
export interface Call {
  service: "dynamodb" | "events" | "sns";
  /** E.g. "Put" of the document client, "PutEvents", "Publish". */
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: each operation has its own input
  input: any;
  /** The SDK's command, as the handler made it. */
  command: { input: unknown };
}

export type CallResult = { output: unknown } | { error: unknown };

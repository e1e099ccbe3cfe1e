/** A call that a handler makes: of an AWS service, or of another function's URL. */
export interface Call {
  service: "dynamodb" | "events" | "sns" | "http";
  /** E.g. "Put" of the document client, "PutEvents", "Publish", "POST /charges". */
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: each operation has its own input
  input: any;
  /** The SDK's command, as the handler made it. */
  command?: { input: unknown };
}

export type CallResult = { output: unknown } | { error: unknown };

/** An entry of PutEvents. */
export interface Entry {
  Source: string;
  DetailType: string;
  Detail: string;
}

/** What `http` calls have as input. */
export interface HttpInput {
  /** The function behind the URL. */
  functionName: string;
  /** The event with which Lambda invokes it. */
  event: object;
}

export interface HttpAnswer {
  statusCode: number;
  body: string;
}

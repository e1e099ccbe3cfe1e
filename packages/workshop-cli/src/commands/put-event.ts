import { EventBridgeServiceException, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { clientsOf } from "../connection/clients.ts";
import { connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { oneLine, say, sayJson } from "../terminal/output.ts";

interface PutEventOptions {
  source?: string;
  bus?: string;
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop put-event Hello text=hi`: puts one event on a bus and shows EventBridge's answer. The exit code is 0 only if EventBridge accepted the event. */
export async function putEvent(detailType: string, fields: string[], options: PutEventOptions): Promise<void> {
  const detail = detailFrom(fields);
  const connection = await connect(options);
  const bus = options.bus ?? connection.outputs.busName;
  const entry = { EventBusName: bus, Source: options.source, DetailType: detailType, Detail: JSON.stringify(detail) };
  const answer = await clientsOf(connection)
    .events.send(new PutEventsCommand({ Entries: [entry] }))
    .catch(refused);
  const { FailedEntryCount = 0, Entries = [], $metadata } = answer;
  if (FailedEntryCount > 0) process.exitCode = 1;
  if (options.json) return sayJson({ FailedEntryCount, Entries });
  say(`PutEvents on ${bus} answered ${$metadata.httpStatusCode}, FailedEntryCount ${FailedEntryCount}:`);
  for (const result of Entries) say(`  ${oneLine(inWords(result))}`);
}

/** The whole call was refused, not just an entry: by a policy, for example. */
function refused(error: unknown): never {
  if (!(error instanceof EventBridgeServiceException)) throw error;
  throw new Failure(`EventBridge refused the call. ${error.name}: ${error.message}`);
}

/** { bookingId: "B1", amount: 300 } for bookingId=B1 amount=300. A value that is valid JSON is parsed; any other is a string. */
function detailFrom(fields: string[]): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => {
      const [, name, text] = /^([^=]+)=(.*)$/s.exec(field) ?? [];
      if (name !== undefined && text !== undefined) return [name, readValue(text)];
      throw new Failure(
        `A field must be name=value, but got "${field}".`,
        "For example: npx workshop put-event Hello to=you",
      );
    }),
  );
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function inWords(result: { EventId?: string; ErrorCode?: string; ErrorMessage?: string }): string {
  return Object.entries(result)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

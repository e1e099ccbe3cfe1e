import * as eventBridge from "@aws-sdk/client-eventbridge";
import * as lambda from "@aws-sdk/client-lambda";
import * as sqs from "@aws-sdk/client-sqs";
import type { TestCloud } from "@event-choreography/local-cloud/testing";

/** What a command printed, and what AWS answered; no answer if the command failed. */
export interface Ran {
  words: string[];
  output: string[];
  answer?: Record<string, unknown>;
}

const services: Record<string, Record<string, unknown>> = { events: eventBridge, lambda, sqs };
const structures = new Set(["Targets", "Entries", "DestinationConfig", "Attributes", "Tags"]);
const numbers = /^Maximum/;
const entryMembers: Record<string, string> = {
  Time: "",
  Source: "str",
  Resources: "",
  DetailType: "str",
  Detail: "str",
  EventBusName: "str",
  TraceHeader: "str",
};

/** Runs a script's commands one after the other, as `sh` and the `aws` command would: a failure does not stop it. */
export async function runCommands(cloud: TestCloud, commands: readonly string[][]): Promise<Ran[]> {
  const results: Ran[] = [];
  for (const words of commands) results.push(await runCommand(cloud, words));
  return results;
}

async function runCommand(cloud: TestCloud, words: string[]): Promise<Ran> {
  const [program, service = "", operation = ""] = words;
  if (program !== "aws") return { words, output: [`sh: ${program}: command not found`] };
  const name = inPascalCase(operation);
  const Command = services[service]?.[`${name}Command`] as (new (input: object) => never) | undefined;
  if (!Command) {
    return {
      words,
      output: [`The hunts know no "aws ${service} ${operation}", only operations of events, lambda and sqs.`],
    };
  }
  const input = inputOf(words.slice(3));
  const invalid = name === "PutEvents" ? invalidEntries(input.Entries) : [];
  if (invalid.length > 0) return { words, output: ["Parameter validation failed:", ...invalid] };
  try {
    const client = cloud[service as "events"] as { send(command: never): Promise<object> };
    const { $metadata: _, ...answer } = (await client.send(new Command(input))) as Record<string, unknown>;
    return { words, output: JSON.stringify(answer, null, 4).split("\n"), answer };
  } catch (error) {
    const { name: code, message } = error as Error;
    return { words, output: [`An error occurred (${code}) when calling the ${name} operation: ${message}`] };
  }
}

/** The options of a command as the API's input: --event-bus-name X is EventBusName. */
function inputOf(options: readonly string[]): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  let name = "";
  const values: Record<string, string[]> = {};
  for (const word of options) {
    if (word.startsWith("--")) values[(name = inPascalCase(word.slice(2)))] = [];
    else values[name]?.push(word);
  }
  for (const [key, [first = "", ...others]] of Object.entries(values)) {
    if (numbers.test(key)) input[key] = Number(first);
    else if (!structures.has(key)) input[key] = first;
    else if (/^[[{]/.test(first)) input[key] = JSON.parse(first);
    else input[key] = key === "Targets" ? [first, ...others].map(shorthand) : shorthand(first);
  }
  return input;
}

/** The command's short form: Id=payment,Arn=…,RetryPolicy={MaximumRetryAttempts=2} */
function shorthand(text: string): Record<string, unknown> {
  const pairs = text.match(/\w+=(\{[^}]*\}|[^,]*)/g) ?? [];
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key = "", value = ""] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
      if (value.startsWith("{")) return [key, shorthand(value.slice(1, -1))];
      return [key, numbers.test(key) ? Number(value) : value];
    }),
  );
}

/**
 * What the `aws` command says of entries that do not fit the API. It checks them before it sends anything, so AWS's own
 * answer is never seen. The words are those of botocore's ParamValidationError.
 */
export function invalidEntries(entries: unknown): string[] {
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: Record<string, unknown>, index) =>
    Object.entries(entry).flatMap(([member, value]) => {
      const type = entryMembers[member];
      const place = `Entries[${index}]`;
      if (type === undefined) {
        const known = Object.keys(entryMembers).join(", ");
        return [`Unknown parameter in ${place}: "${member}", must be one of: ${known}`];
      }
      if (type !== "str" || typeof value === "string") return [];
      return [`Invalid type for parameter ${place}.${member}, valid types: <class 'str'>`];
    }),
  );
}

function inPascalCase(option: string): string {
  return option.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { contracts } from "../../tools/derive/contracts.ts";
import { keysProblem, patternProblem } from "./event-pattern.ts";

interface Kind {
  source: string;
  detailType: string;
}

/** Every event of the workshop, and what `npx workshop put-event` publishes under the same names. */
const kinds: readonly Kind[] = contracts.flatMap(({ source, name }) => [
  { source, detailType: name },
  { source: "workshop", detailType: name },
]);

/** @throws Error that says what is wrong, unless the rule's pattern matches every event */
export function checkMatchesEveryEvent(eventPattern: unknown): void {
  const text = textOf(eventPattern);
  const problem = keysProblem(text, {}) ?? refusal(text);
  if (problem) throw new Error(problem);
  const missed = kinds.find((kind) => !matchesKind(text, kind));
  if (missed) {
    throw new Error(
      `the pattern ${text} does not match ${missed.detailType} from "${missed.source}". ` +
        "A list contains values, which are compared letter by letter, or conditions, which more values can meet",
    );
  }
}

/** @throws Error that says what is wrong, unless the rule's pattern matches this event of this source, and no other */
export function checkMatchesOnly(eventPattern: unknown, wanted: Kind): void {
  const text = textOf(eventPattern);
  const keys = { source: [wanted.source], "detail-type": [wanted.detailType] };
  const problem = keysProblem(text, keys) ?? refusal(text);
  if (problem) throw new Error(problem);
  const found = kinds.filter((kind) => matchesKind(text, kind));
  const isWanted = ({ source, detailType }: Kind) => source === wanted.source && detailType === wanted.detailType;
  if (!found.some(isWanted))
    throw new Error(`the pattern ${text} does not match the event: ${patternProblem(text, keys)}`);
  const other = found.find((kind) => !isWanted(kind));
  if (other) throw new Error(`the pattern ${text} also matches ${other.detailType} from "${other.source}"`);
}

function textOf(eventPattern: unknown): string {
  if (typeof eventPattern !== "string")
    throw new Error("the rule has no eventPattern, so it does not say which events match");
  try {
    JSON.parse(eventPattern);
  } catch {
    throw new Error(`eventPattern must be JSON, but is ${eventPattern}`);
  }
  return eventPattern;
}

/** Why EventBridge would not accept the pattern. */
function refusal(text: string): string | undefined {
  try {
    compilePattern(text);
    return undefined;
  } catch (error) {
    return `EventBridge refuses this pattern. ${(error as Error).message.split("\n")[0]}`;
  }
}

function matchesKind(text: string, { source, detailType }: Kind): boolean {
  const event = {
    version: "0",
    id: "1",
    source,
    "detail-type": detailType,
    account: "000000000000",
    region: "us-east-1",
    time: "2026-01-01T12:00:00Z",
    resources: [],
    detail: {},
  };
  return matches(compilePattern(text), event);
}

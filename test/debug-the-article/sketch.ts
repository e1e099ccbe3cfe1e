import { readFileSync } from "node:fs";
import { shellCommands } from "./shell-commands.ts";

/** An event in the form in which a function receives it. */
export interface Envelope {
  source: string;
  "detail-type": string;
  detail: Record<string, unknown>;
}

/** The three files that a reader hunts in. */
export interface Sketch {
  commands: string;
  handler: string;
  event: Envelope;
}

/** @throws Error if a file is missing, or the event is not JSON */
export function readSketch(folder: string): Sketch {
  const read = (name: string) => readFileSync(`${folder}/${name}`, "utf8").replaceAll("\r\n", "\n");
  return {
    commands: read("commands.sh"),
    handler: read("seat-assignment.mjs"),
    event: parsed(`${folder}/payment-confirmed.json`, read("payment-confirmed.json")),
  };
}

function parsed(file: string, text: string): Envelope {
  try {
    return JSON.parse(text) as Envelope;
  } catch (error) {
    throw new Error(`${file} is not JSON:\n${(error as Error).message}`);
  }
}

/** A mistake in the commands that a hunt can put right, so that it does not hide the hunt's own mistake. */
export type CommandMistake = "continuation" | "ruleName" | "targetBus" | "format" | "entryBus";

const corrections: Record<Exclude<CommandMistake, "continuation">, (commands: string[][]) => string[][]> = {
  ruleName(commands) {
    const rules = commands.filter((words) => isCommand(words, "put-rule")).map((words) => option(words, "--name"));
    const wanted = commands.find(
      (words) => isCommand(words, "put-rule") && option(words, "--event-pattern")?.includes("BookingCreated"),
    );
    return commands.map((words) => {
      const rule = option(words, "--rule");
      if (!isCommand(words, "put-targets") || rules.includes(rule) || !wanted) return words;
      return words.map((word) => (word === rule ? option(wanted, "--name")! : word));
    });
  },
  targetBus(commands) {
    return commands.map((words) =>
      isCommand(words, "put-targets") && option(words, "--event-bus-name") === undefined
        ? [...words, "--event-bus-name", busName]
        : words,
    );
  },
  format: (commands) =>
    withEntries(commands, ({ source, "detail-type": detailType, detail, ...entry }) => ({
      ...entry,
      ...(source !== undefined && { Source: source }),
      ...(detailType !== undefined && { DetailType: detailType }),
      ...(detail !== undefined && { Detail: JSON.stringify(detail) }),
    })),
  entryBus: (commands) => withEntries(commands, (entry) => ({ EventBusName: busName, ...entry })),
};

export const busName = "AircraftBookingBus";

/** The sketch's commands with every mistake of this list corrected except the one that is hunted. */
export function commandsExcept({ commands }: Sketch, hunted?: CommandMistake): string[][] {
  const joined = commands.replace(/([^\\\s])[ \t]*\n([ \t]+--)/g, "$1 \\\n$2");
  let corrected = shellCommands(hunted === "continuation" ? commands : joined);
  for (const [mistake, correct] of Object.entries(corrections)) {
    if (mistake !== hunted) corrected = correct(corrected);
  }
  return corrected;
}

export function isCommand([program, , operation]: readonly string[], wanted: string): boolean {
  return program === "aws" && operation === wanted;
}

/** The word after an option, e.g. after "--name". */
export function option(words: readonly string[], name: string): string | undefined {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}

type Entry = Record<string, unknown>;

function withEntries(commands: string[][], change: (entry: Entry) => Entry): string[][] {
  return commands.map((words) => {
    const entries = option(words, "--entries");
    if (!isCommand(words, "put-events") || !entries) return words;
    const changed = JSON.stringify((JSON.parse(entries) as Entry[]).map(change));
    return words.map((word) => (word === entries ? changed : word));
  });
}

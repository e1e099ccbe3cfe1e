import { createInterface } from "node:readline/promises";
import { Failure } from "./failure.ts";

/** A terminal's two ends, or other streams in a test. */
export interface Streams {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  output: NodeJS.WritableStream & { isTTY?: boolean };
}

/**
 * Asks a question that only "y" or "yes" answers with yes.
 *
 * @throws Failure if there is no terminal to ask at; it names the option that answers instead.
 */
export async function confirm(
  question: string,
  option: string,
  { input, output }: Streams = { input: process.stdin, output: process.stderr },
): Promise<boolean> {
  if (!input.isTTY || !output.isTTY) {
    throw new Failure(`Nothing was changed: there is no terminal to ask at: ${question}`, `To confirm, add ${option}.`);
  }
  const terminal = createInterface({ input, output });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}

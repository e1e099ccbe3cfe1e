import { createInterface } from "node:readline";
import type { Lab } from "./lab.ts";

/** Asks for a letter until there is one of the lab's; undefined if the person would rather not say, or ends the input. */
export async function askPrediction({ answers }: Lab, signal: AbortSignal): Promise<string | undefined> {
  const letters = answers.map(({ letter }) => letter);
  const prompt = `Your prediction (${letters.join(", ")}; Enter to see it without one): `;
  const terminal = createInterface({ input: process.stdin, output: process.stderr, prompt, signal });
  // The terminal takes Ctrl-C while it waits for a line: it means here what it means elsewhere.
  terminal.on("SIGINT", () => process.kill(process.pid, "SIGINT"));
  terminal.prompt();
  for await (const line of terminal) {
    const letter = line.trim().toLowerCase();
    if (letter === "") break;
    if (letters.includes(letter)) return letter;
    terminal.prompt();
  }
  signal.throwIfAborted();
  return undefined;
}

export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

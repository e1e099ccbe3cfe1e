import { createInterface } from "node:readline";
import type { Lab } from "./lab.ts";

/** Asks until the answer is one of the lab's letters. Returns undefined for an empty line or the end of the input. */
export async function askPrediction({ answers }: Lab, signal: AbortSignal): Promise<string | undefined> {
  const letters = answers.map(({ letter }) => letter);
  const prompt = `Your prediction (${letters.join(", ")}; Enter to skip): `;
  const terminal = createInterface({ input: process.stdin, output: process.stderr, prompt, signal });
  // readline handles Ctrl-C itself while it waits for a line: pass it on to the process.
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

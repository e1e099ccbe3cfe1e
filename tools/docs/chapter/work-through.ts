import { Classroom } from "./classroom.ts";
import { isAsShown, outputLines } from "./output.ts";
import { type Command, scriptOf } from "./script.ts";

/** A command's output that is not what the chapter shows. */
export interface Difference {
  command: Command;
  actual: string[];
  exitCode: number;
}

/** What happens a moment after the command before, so that one may have to look again. */
const looksAgain = /^npx workshop (events|trace|logs|status|stuck|dlq(?! redrive))\b/;
const longestLookMs = 25_000;

export interface WorkThroughOptions {
  /** There is no right output yet: look until it stays the same, and take what then is there. */
  fresh?: boolean;
}

/**
 * Works through a chapter's text in a copy of the repository: each command in the state in which
 * the chapter has put its reader.
 *
 * @returns Every command whose output, or end, is not what the chapter shows.
 * @throws Error that names the line where the chapter cannot be gone on with.
 */
export async function workThrough(
  repository: string,
  text: string,
  { fresh = false }: WorkThroughOptions = {},
): Promise<Difference[]> {
  const script = scriptOf(text);
  if (!script.some(({ kind }) => kind === "commands")) return [];
  const classroom = await Classroom.open(repository);
  const differences: Difference[] = [];
  try {
    for (const act of script) {
      if (act.kind === "deed") await at(act.line, () => classroom.do(act.text));
      else for (const command of act.commands) differences.push(...(await tryCommand(classroom, command, fresh)));
    }
    return differences;
  } finally {
    await classroom.close();
  }
}

async function tryCommand(classroom: Classroom, command: Command, fresh: boolean): Promise<Difference[]> {
  const looks = looksAgain.test(command.command);
  if (looks) await classroom.idle();
  const startedAt = Date.now();
  let before: string[] | undefined;
  for (;;) {
    const { written, exitCode } = await classroom.run(command.command);
    const actual = outputLines(written);
    if (exitCode === command.exitCode && isAsShown(command.expected, actual)) return [];
    const isSettled = fresh && before !== undefined && isAsShown(before, actual);
    if (!looks || isSettled || Date.now() - startedAt > longestLookMs) return [{ command, actual, exitCode }];
    before = actual;
    await new Promise((resolve) => setTimeout(resolve, fresh ? 2000 : 100));
  }
}

async function at(line: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`Line ${line + 1}: ${(error as Error).message}`);
  }
}

import { isAsShown, outputLines } from "./output.ts";
import { type Command, parseChapter } from "./parse-chapter.ts";
import { Session } from "./session.ts";

/** A command whose output or exit code differs from what the chapter shows. */
export interface Difference {
  command: Command;
  actual: string[];
  exitCode: number;
}

/** Commands that show what happens in the background, so that they may have to be repeated. */
const repeatable = /^npx workshop (events|trace|logs|status|stuck|dlq(?! (redrive|discard)\b))\b/;
const maxRepeatMs = 25_000;

export interface RunChapterOptions {
  /** Do not expect the shown output: repeat commands until their output no longer changes. Default: false. */
  record?: boolean;
}

/**
 * Runs a chapter's commands and directives, in order, in a copy of the repository.
 *
 * @returns Every command whose output or exit code differs from what the chapter shows.
 * @throws Error with the line of a directive that cannot be followed
 */
export async function runChapter(
  repository: string,
  text: string,
  { record = false }: RunChapterOptions = {},
): Promise<Difference[]> {
  const actions = parseChapter(text);
  if (!actions.some(({ kind }) => kind === "commands")) return [];
  const session = await Session.open(repository);
  const differences: Difference[] = [];
  try {
    for (const action of actions) {
      if (action.kind === "directive") await at(action.line, () => session.follow(action.text));
      else for (const command of action.commands) differences.push(...(await runCommand(session, command, record)));
    }
    return differences;
  } finally {
    await session.close();
  }
}

async function runCommand(session: Session, command: Command, record: boolean): Promise<Difference[]> {
  const isRepeatable = repeatable.test(command.command);
  if (isRepeatable) await session.idle();
  const startedAt = Date.now();
  let before: string[] | undefined;
  for (;;) {
    const { output, exitCode } = await session.run(command.command);
    const actual = outputLines(output);
    if (exitCode === command.exitCode && isAsShown(command.expected, actual)) return [];
    const isSettled = record && before !== undefined && isAsShown(before, actual);
    if (!isRepeatable || isSettled || Date.now() - startedAt > maxRepeatMs) return [{ command, actual, exitCode }];
    before = actual;
    await new Promise((resolve) => setTimeout(resolve, record ? 2000 : 100));
  }
}

async function at(line: number, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`Line ${line + 1}: ${(error as Error).message}`);
  }
}

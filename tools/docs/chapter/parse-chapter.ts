import { fencesOf } from "../markdown.ts";

/** What a chapter tells its reader to do: run commands, or follow a directive. */
export type Action = Commands | Directive;

/** A console block: commands, each followed by its output. */
interface Commands {
  kind: "commands";
  commands: Command[];
  /** The line, from 0, of the block's opening fence. */
  line: number;
}

export interface Command {
  /** The text after "$ ". */
  command: string;
  /** The lines of output. A line "…" matches any lines. */
  expected: string[];
  /** The line, from 0, of the command, and of the first line after its output. */
  line: number;
  end: number;
  /** The expected exit code. Default: 0. ```console exit=1 sets it for a block's last command. */
  exitCode: number;
}

/** An edit that the reader makes by hand, between commands: <!-- learner: solve 3.1 --> */
interface Directive {
  kind: "directive";
  /** E.g. "solve 3.1". */
  text: string;
  line: number;
}

/** A chapter's actions, in order. @throws Error with the line of a console block that does not start with a command */
export function parseChapter(text: string): Action[] {
  const fences = fencesOf(text);
  const lines = text.split("\n");
  const isInFence = (line: number) => fences.some(({ from, to }) => line >= from - 1 && line <= to);
  const directives = lines.flatMap((content, line): Directive[] => {
    const [, directive] = /^\s*<!-- learner: (.*?) -->\s*$/.exec(content) ?? [];
    return directive === undefined || isInFence(line) ? [] : [{ kind: "directive", text: directive, line }];
  });
  const blocks = fences.filter(({ info }) => /^console\b/.test(info)).map((fence) => commandsOf(fence));
  return [...directives, ...blocks].sort((a, b) => a.line - b.line);
}

function commandsOf({ info, content, from, to }: ReturnType<typeof fencesOf>[number]): Commands {
  const exitCode = Number(/\bexit=(\d+)/.exec(info)?.[1] ?? 0);
  const commands: Command[] = [];
  content
    .replace(/\n$/, "")
    .split("\n")
    .forEach((line, index) => {
      const [, command] = /^\$ (.*)$/.exec(line) ?? [];
      const last = commands.at(-1);
      if (command !== undefined) {
        if (last) last.end = from + index;
        commands.push({ command, expected: [], line: from + index, end: to, exitCode: 0 });
      } else if (last) last.expected.push(line);
      else throw new Error(`Line ${from + 1}: a console block must start with a command, such as "$ npx workshop …".`);
    });
  if (commands.length > 0) commands.at(-1)!.exitCode = exitCode;
  return { kind: "commands", commands, line: from - 1 };
}

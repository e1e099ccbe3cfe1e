import { fencesOf } from "../markdown.ts";

/** What a chapter has its reader do, in order. */
export type Act = Commands | Deed;

/** A console block: commands, each with the output that stands under it. */
export interface Commands {
  kind: "commands";
  commands: Command[];
  /** The line, from 0, of the block's opening fence. */
  line: number;
}

export interface Command {
  /** What stands behind "$ ". */
  command: string;
  /** What stands under it. A line "…" stands for any lines. */
  expected: string[];
  /** The line, from 0, of the command, and the first line behind its output. */
  line: number;
  end: number;
  /** How it is to end: 0 unless the block says otherwise, as in ```console exit=1 */
  exitCode: number;
}

/** What the reader does by hand between commands: <!-- learner: solve 3.1 --> */
export interface Deed {
  kind: "deed";
  /** "solve 3.1" */
  text: string;
  line: number;
}

/** @throws Error that names the line of a console block that does not begin with a command. */
export function scriptOf(text: string): Act[] {
  const fences = fencesOf(text);
  const lines = text.split("\n");
  const isInFence = (line: number) => fences.some(({ from, to }) => line >= from - 1 && line <= to);
  const deeds = lines.flatMap((content, line): Deed[] => {
    const [, deed] = /^\s*<!-- learner: (.*?) -->\s*$/.exec(content) ?? [];
    return deed === undefined || isInFence(line) ? [] : [{ kind: "deed", text: deed, line }];
  });
  const blocks = fences.filter(({ info }) => /^console\b/.test(info)).map((fence) => commandsOf(fence));
  return [...deeds, ...blocks].sort((a, b) => a.line - b.line);
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
      else throw new Error(`Line ${from + 1}: a console block begins with a command, "$ npx workshop …".`);
    });
  // What fails is the last command of its block.
  if (commands.length > 0) commands.at(-1)!.exitCode = exitCode;
  return { kind: "commands", commands, line: from - 1 };
}

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { note, say } from "@event-choreography/workshop-cli/terminal";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { Command } from "commander";
import { type Difference, runChapter } from "./chapter/run-chapter.ts";
import { syncDerived } from "./derived/derived.ts";
import { markdownFiles, readMarkdown } from "./markdown.ts";
import { syncQuotes } from "./quotes.ts";

function commandLine(): Command {
  return new Command("npm run docs:sync --")
    .description("Updates the quotes and the derived blocks in Markdown files.")
    .argument("[file...]", "only these files (default: all)")
    .option("--outputs", "also update the commands' output, from a real run");
}

/** `npm run docs:sync [-- --outputs] [FILE …]`. */
export async function sync(args: string[]): Promise<void> {
  const given = commandLine().parse(args, { from: "user" });
  const { outputs } = given.opts<{ outputs?: boolean }>();
  for (const path of given.args.length > 0 ? given.args : markdownFiles(root)) {
    const before = readMarkdown(root, path);
    const quoted = syncQuotes(root, await syncDerived(root, before));
    const after = outputs ? await withRealOutputs(path, quoted) : quoted;
    if (after === before) continue;
    writeFileSync(join(root, path), after);
    say(`wrote ${path}`);
  }
}

async function withRealOutputs(path: string, text: string): Promise<string> {
  const differences = await runChapter(root, text, { record: true });
  for (const { command, exitCode } of differences) {
    if (exitCode === command.exitCode) continue;
    process.exitCode = 1;
    note(
      `${path}:${command.line + 1}: "${command.command}" exited with ${exitCode}, but ${command.exitCode} was expected.`,
    );
  }
  return writeOutputs(text, differences);
}

/** Starts from the last, so that the line numbers of earlier ones stay valid. */
function writeOutputs(text: string, differences: readonly Difference[]): string {
  const lines = text.split("\n");
  for (const { command, actual } of [...differences].reverse()) {
    lines.splice(command.line + 1, command.end - command.line - 1, ...actual);
  }
  return lines.join("\n");
}

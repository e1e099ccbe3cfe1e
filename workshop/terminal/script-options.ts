import { type ParseArgsConfig, parseArgs } from "node:util";

/**
 * The options of a script that is run by npm, not by the learner's command: shows `usage` and ends with 0
 * if they ask for help, and with 2 if there is one among them that it does not have.
 */
export function scriptOptions<Options extends NonNullable<ParseArgsConfig["options"]>>(
  usage: string,
  args: readonly string[],
  options: Options,
) {
  try {
    const help = { type: "boolean", short: "h" } as const;
    const parsed = parseArgs({ args: [...args], options: { ...options, help }, allowPositionals: true });
    if (!(parsed.values as { help?: boolean }).help) return parsed;
  } catch (error) {
    console.error(`${(error as Error).message.split(".")[0]}.\n\n${usage}`);
    process.exit(2);
  }
  console.log(usage);
  process.exit(0);
}

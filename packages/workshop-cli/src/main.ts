import { Command, CommanderError } from "commander";
import { Failure } from "./terminal/failure.ts";
import { note, paint } from "./terminal/output.ts";

export { useTypeScriptLoader } from "./compiled/typescript-loader.ts";

/** Options as commander hands them over. */
type Options = Record<string, string | boolean | undefined>;

/** Runs one command line. Sets the process's exit code; prints failures as sentences, never as stack traces. */
export async function main(argv: string[]): Promise<void> {
  process.stdout.on("error", endWhenNobodyReads);
  try {
    await commandLine().parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error);
  }
}

/** All commands with their options, as commander knows them. */
export function commandLine(): Command {
  const program = new Command("workshop")
    .description("Learn event choreography on AWS by building and breaking it.")
    .helpOption("-h, --help", "show this help")
    .showHelpAfterError("(npx workshop --help shows what there is)")
    .exitOverride()
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true, subcommandTerm: nameAndArguments });

  program.commandsGroup("The local cloud:");
  program
    .command("start")
    .description("start the local cloud, deploy, book B123, and serve until Ctrl-C")
    .option("--port <number>", "where to listen (0: any free port)", "4567")
    .option("--ephemeral", "keep nothing when it ends")
    .option("--speed <times>", "how fast time goes there; 60 makes a minute pass in a second", "1")
    .action(async (options: Options) => (await import("./commands/start.ts")).start(options));
  program
    .command("cloud")
    .description("start the local cloud alone, and serve until Ctrl-C")
    .option("--port <number>", "where to listen (0: any free port)", "4567")
    .option("--ephemeral", "keep nothing when it ends")
    .option("--speed <times>", "how fast time goes there; 60 makes a minute pass in a second", "1")
    .option("--empty", "deploy nothing")
    .option("--json", "one line of JSON when it is ready")
    .action(async (options: Options) => (await import("./commands/cloud.ts")).cloud(options));
  program
    .command("demo")
    .description("book B123 in a local cloud of its own, show its way, and end")
    .option("--json", "one JSON document")
    .action(async (options: Options) => (await import("./commands/demo.ts")).demo(options));

  program.commandsGroup("The stack:");
  program
    .command("up")
    .argument("[step]", "the step to deploy; the last one if you leave it out")
    .description("deploy steps 1 to N to the local cloud")
    .option("--json", "one JSON document")
    .action(async (step: string | undefined, options: Options) => (await import("./commands/up.ts")).up(step, options));
  program
    .command("plan")
    .argument("[step]", "the step to deploy; the last one if you leave it out")
    .description("show what `up` would change, and change nothing")
    .option("--json", "one JSON document")
    .action(async (step: string | undefined, options: Options) =>
      (await import("./commands/plan.ts")).plan(step, options),
    );
  program
    .command("down")
    .description("delete all that is deployed to the local cloud")
    .option("--json", "one JSON document")
    .action(async (options: Options) => (await import("./commands/down.ts")).down(options));

  program.commandsGroup("Bookings and events:");
  program
    .command("book")
    .description("book a flight")
    .option("--id <id>", "the booking's id (a new one if you leave it out)")
    .option("--customer <id>", "who books", "CUST001")
    .option("--flight <id>", "which flight", "FLIGHT001")
    .option("--amount <number>", "the price", "300")
    .option("--count <number>", "so many bookings, each with a new id")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (options: Options) => (await import("./commands/book.ts")).book(options));
  program
    .command("events")
    .description("show the events on the bus, oldest first")
    .option("--follow", "go on until Ctrl-C")
    .option("--since <minutes>", "how far back to look", "60")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document a line")
    .action(async (options: Options) => (await import("./commands/events.ts")).events(options));
  program
    .command("trace")
    .argument("<bookingId>", "e.g. B123")
    .description("show a booking's way: what caused what, and what each service stored")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (bookingId: string, options: Options) =>
      (await import("./commands/trace.ts")).trace(bookingId, options),
    );
  program
    .command("logs")
    .argument("<function>", "e.g. payment-charge")
    .description("show what a function wrote into its log, oldest first")
    .option("--since <minutes>", "how far back to look", "60")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document a line, with all that Lambda wrote")
    .action(async (name: string, options: Options) => (await import("./commands/logs.ts")).logs(name, options));
  program
    .command("put-event")
    .argument("<detailType>", "e.g. Hello")
    .argument("[fields...]", "the detail, e.g. text=hi count=3")
    .description("put one event on a bus by hand")
    .option("--source <source>", "who says it", "workshop")
    .option("--bus <name>", "the bus (our own if you leave it out)")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (detailType: string, fields: string[], options: Options) =>
      (await import("./commands/put-event.ts")).putEvent(detailType, fields, options),
    );

  program
    .command("stuck")
    .description("show the bookings that began and did not end")
    .option("--since <minutes>", "how far back to look", "60")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (options: Options) => (await import("./commands/stuck.ts")).stuck(options));

  program.commandsGroup("What goes wrong:");
  program
    .command("dlq")
    .argument("[action]", "show or redrive; lists what failed if you leave it out")
    .argument("[number]", "which one, by its number in the list")
    .description("show the events that failed, by layer and cause, or try them again")
    .option("--all", "with redrive: all of them")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (action: string | undefined, number: string | undefined, options: Options) =>
      (await import("./commands/dlq.ts")).dlq(action, number, options),
    );

  program
    .command("replay")
    .argument("[archive]", "the archive; the bus's own if you leave it out")
    .description("send archived events to one rule once more")
    .option("--to <rule>", "the rule that is to hear them, e.g. TicketIssuedRule")
    .option("--since <minutes>", "from how far back", "60")
    .option("--until <minutes>", "to how far back", "0")
    .option("--follow", "wait until all is replayed")
    .option("--aws", "on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (archive: string | undefined, options: Options) =>
      (await import("./commands/replay.ts")).replay(archive, options),
    );
  program
    .command("chaos")
    .argument("[lab]", "a lab's number or name; lists them if you leave it out")
    .description("labs: switch something off, predict, book, and see what happened")
    .option("--predict <letter>", "your answer, where nobody can be asked")
    .option("--compare", "run it under step 8's handlers and under step 9's")
    .option("--json", "one JSON document")
    .action(async (lab: string | undefined, options: Options) =>
      (await import("./commands/chaos.ts")).chaos(lab, options),
    );
  program
    .command("faults")
    .argument("[action]", "set or clear; lists them if you leave it out")
    .argument("[words...]", "set: a kind, and name=value as often as need be; clear: an id, or all")
    .description("what is made to go wrong in the local cloud")
    .option("--json", "one JSON document")
    .action(async (action: string | undefined, words: string[], options: Options) =>
      (await import("./commands/faults.ts")).faults(action, words, options),
    );
  program
    .command("speed")
    .argument("[times]", "1 to 1000; 60 makes a minute pass in a second")
    .description("how fast time goes in the local cloud")
    .option("--json", "one JSON document")
    .action(async (times: string | undefined, options: Options) =>
      (await import("./commands/speed.ts")).speed(times, options),
    );
  program
    .command("outbox")
    .description("the e-mails that SNS would have sent")
    .option("--to <address>", "only those to one address")
    .option("--json", "one JSON document")
    .action(async (options: Options) => (await import("./commands/outbox.ts")).outbox(options));

  program.commandsGroup("The workshop:");
  program
    .command("begin")
    .argument("<step>", "e.g. 3")
    .description("put yourself at the start of a step; what you have is saved first")
    .option("--json", "one JSON document")
    .action(async (step: string, options: Options) => (await import("./commands/begin.ts")).begin(step, options));
  program
    .command("check")
    .argument("[step or exercise]", "e.g. 3 or 3.2; the step under way if you leave it out")
    .description("say of each exercise: passed, not yet, or broken, and why")
    .option("--watch", "check again on each save")
    .option("--live", "look at what is deployed instead")
    .option("--aws", "with --live: on the real account of your AWS credentials")
    .option("--json", "one JSON document")
    .action(async (what: string | undefined, options: Options) =>
      (await import("./commands/check.ts")).check(what, options),
    );
  program
    .command("hint")
    .argument("<exercise>", "e.g. 3.2")
    .description("one hint more each time")
    .option("--json", "one JSON document")
    .action(async (number: string, options: Options) => (await import("./commands/hint.ts")).hint(number, options));
  program
    .command("solve")
    .argument("<exercise>", "e.g. 3.2")
    .description("write the real code into your file; yours is saved first")
    .option("--json", "one JSON document")
    .action(async (number: string, options: Options) => (await import("./commands/solve.ts")).solve(number, options));
  program
    .command("diff")
    .argument("[exercise or steps]", "e.g. 3.2, or 3..4 for what step 4 adds")
    .description("your code against the workshop's")
    .option("--json", "one JSON document")
    .action(async (what: string | undefined, options: Options) =>
      (await import("./commands/diff.ts")).diff(what, options),
    );
  program
    .command("goto")
    .argument("<step>", "e.g. 3")
    .description("take over the completed step; what you have is saved first")
    .option("--json", "one JSON document")
    .action(async (step: string, options: Options) => (await import("./commands/begin.ts")).goTo(step, options));
  program
    .command("reset")
    .argument("[step]", "the step under way if you leave it out")
    .description("stack, data and code as at a step's start, from whatever state")
    .option("--json", "one JSON document")
    .action(async (step: string | undefined, options: Options) =>
      (await import("./commands/reset.ts")).reset(step, options),
    );
  program
    .command("restore")
    .argument("[when]", "a save's name, or latest; lists them if you leave it out")
    .description("bring back what was saved")
    .option("--json", "one JSON document")
    .action(async (when: string | undefined, options: Options) =>
      (await import("./commands/restore.ts")).restore(when, options),
    );
  program
    .command("status", { isDefault: true })
    .description("where you are, what is passed, what is next")
    .option("--json", "one JSON document")
    // A word that is no command comes here, too.
    .allowExcessArguments()
    .action(async (options: Options, command: Command) => {
      if (command.args.length > 0) refuseUnknown(program);
      await (await import("./commands/status.ts")).status(options);
    });
  return program;
}

/** That a command has options goes without saying, and the list has 80 columns. */
function nameAndArguments(command: Command): string {
  const inBrackets = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...inBrackets].join(" ");
}

/** Commander's own words, with the command that may have been meant; it has no public door to them. */
function refuseUnknown(program: Command): void {
  (program as unknown as { unknownCommand(): void }).unknownCommand();
}

/** Says what went wrong in words, and gives back the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof Failure) {
    note(paint.red(error.message));
    if (error.mend) note(error.mend);
    return error.exitCode;
  }
  note(paint.red(`This is a fault of the workshop, not yours: ${error instanceof Error ? error.message : error}`));
  if (process.env.WORKSHOP_DEBUG && error instanceof Error) note(error.stack);
  else note("WORKSHOP_DEBUG=1 before the command shows where; CONTRIBUTING.md says how to report it.");
  return 70;
}

/** `npx workshop events | head` closes the pipe: that is no error. */
function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
}

import { Command, CommanderError } from "commander";
import { Failure } from "./terminal/failure.ts";
import { foreseen } from "./terminal/foreseen.ts";
import { note, paint } from "./terminal/output.ts";

export { useTypeScriptLoader } from "./compiled/typescript-loader.ts";

/** Options as commander hands them over. */
type Options = Record<string, string | boolean | undefined>;

const dlqExamples = `
Examples:
  npx workshop dlq show 2
  npx workshop dlq redrive 2
  npx workshop dlq discard 2 --reason "test booking of 3 May, never paid"
  npx workshop dlq discarded`;

/** Runs one command line and sets the process's exit code. Prints failures as sentences, never as stack traces. */
export async function main(argv: string[]): Promise<void> {
  process.stdout.on("error", endWhenNobodyReads);
  // There is nobody to tell.
  process.stderr.on("error", () => {});
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
    .helpCommand("help [command]", "show help for a command")
    .showHelpAfterError("(npx workshop --help lists the commands)")
    .exitOverride()
    .configureHelp({ sortSubcommands: false, showGlobalOptions: true, subcommandTerm: nameAndArguments });

  program.commandsGroup("The local cloud:");
  program
    .command("start")
    .description("start the local cloud, deploy, book B123, and serve until Ctrl-C")
    .option("--port <number>", "port to listen on; 0 takes any free port", "4567")
    .option("--ephemeral", "keep no data after it stops")
    .option("--speed <times>", "clock speed; at 60, a minute passes in a second", "1")
    .action(async (options: Options) => (await import("./commands/start.ts")).start(options));
  program
    .command("cloud")
    .description("start the local cloud and serve until Ctrl-C; before the first begin, deploy all steps first")
    .option("--port <number>", "port to listen on; 0 takes any free port", "4567")
    .option("--ephemeral", "keep no data after it stops")
    .option("--speed <times>", "clock speed; at 60, a minute passes in a second", "1")
    .option("--empty", "deploy nothing, not even before the first begin")
    .option("--eventual", "changes of rules, roles, permissions take seconds")
    .option("--json", "print one line of JSON when ready")
    .action(async (options: Options) => (await import("./commands/cloud.ts")).cloud(options));
  program
    .command("demo")
    .description("book B123 in a temporary local cloud and show its path")
    .option("--json", "print one JSON document")
    .action(async (options: Options) => (await import("./commands/demo.ts")).demo(options));

  program.commandsGroup("The stack:");
  program
    .command("up")
    .argument("[step]", "the last step to deploy (default: your step, or all of them)")
    .description("deploy steps 1 to N to the local cloud")
    .option("--json", "print one JSON document")
    .action(async (step: string | undefined, options: Options) => (await import("./commands/up.ts")).up(step, options));
  program
    .command("plan")
    .argument("[step]", "the last step to deploy (default: your step, or all of them)")
    .description("show what `up` would change, without changing it")
    .option("--json", "print one JSON document")
    .action(async (step: string | undefined, options: Options) =>
      (await import("./commands/plan.ts")).plan(step, options),
    );
  program
    .command("down")
    .description("delete everything deployed to the local cloud")
    .option("--json", "print one JSON document")
    .action(async (options: Options) => (await import("./commands/down.ts")).down(options));

  program.commandsGroup("Bookings and events:");
  program
    .command("book")
    .description("book a flight")
    .option("--id <id>", "booking ID (default: a new one)")
    .option("--customer <id>", "customer ID", "CUST001")
    .option("--flight <id>", "flight ID", "FLIGHT001")
    .option("--amount <number>", "price", "300")
    .option("--count <number>", "make this many bookings, each with a new ID")
    .option("--unsigned", "send no signature, as somebody without keys would")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (options: Options) => (await import("./commands/book.ts")).book(options));
  program
    .command("events")
    .description("show the events on the bus, oldest first")
    .option("--follow", "keep watching until Ctrl-C")
    .option("--since <minutes>", "how far to look back", "60")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document per line")
    .action(async (options: Options) => (await import("./commands/events.ts")).events(options));
  program
    .command("trace")
    .argument("<bookingId>", "e.g. B123")
    .description("show a booking's path: what caused what, and what was stored")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (bookingId: string, options: Options) =>
      (await import("./commands/trace.ts")).trace(bookingId, options),
    );
  program
    .command("logs")
    .argument("<function>", "e.g. payment-charge")
    .description("show a function's log, oldest line first")
    .option("--since <minutes>", "how far to look back", "60")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document per line, including Lambda's own lines")
    .action(async (name: string, options: Options) => (await import("./commands/logs.ts")).logs(name, options));
  program
    .command("put-event")
    .argument("<detailType>", "e.g. Hello")
    .argument("[fields...]", "fields of the detail, e.g. text=hi count=3")
    .description("put one event on a bus by hand")
    .option("--source <source>", "event source", "workshop")
    .option("--bus <name>", "bus to put it on (default: the workshop's bus)")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (detailType: string, fields: string[], options: Options) =>
      (await import("./commands/put-event.ts")).putEvent(detailType, fields, options),
    );

  program
    .command("inbox")
    .argument("[bookingId]", "e.g. B123 (default: all messages)")
    .description("show the messages to the customer")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (bookingId: string | undefined, options: Options) =>
      (await import("./commands/inbox.ts")).inbox(bookingId, options),
    );
  program
    .command("stuck")
    .description("show the open bookings, the oldest first, and the alarm on their age")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (options: Options) => (await import("./commands/stuck.ts")).stuck(options));

  program.commandsGroup("When things go wrong:");
  program
    .command("dlq")
    .argument("[action]", "show, redrive, discard, discarded (default: list)")
    .argument("[number]", "the event's number in the list")
    .description("list failed events by cause; redrive or discard them")
    .option("--all", "with redrive or discard: all of them")
    .option("--reason <text>", "with discard: why, for the record")
    .option("--yes", "with discard --all: do not ask")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (action: string | undefined, number: string | undefined, options: Options) =>
      (await import("./commands/dlq.ts")).dlq(action, number, options),
    )
    .addHelpText("after", dlqExamples);

  program
    .command("replay")
    .argument("[archive]", "the archive to replay (default: the bus's only one)")
    .description("replay archived events to one rule")
    .option("--to <rule>", "rule to send the events to, e.g. TicketIssuedRule")
    .option("--since <minutes>", "start this many minutes ago", "60")
    .option("--until <minutes>", "end this many minutes ago", "0")
    .option("--follow", "wait until the replay has ended")
    .option("--aws", "use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (archive: string | undefined, options: Options) =>
      (await import("./commands/replay.ts")).replay(archive, options),
    );
  program
    .command("chaos")
    .argument("[lab]", "a lab's number or name (default: list the labs)")
    .description("run a lab: predict what a fault does, then see for yourself")
    .option("--predict <letter>", "your prediction (default: ask, if there is a terminal)")
    .option("--compare", "run it with step 8's handlers, then with step 9's")
    .option("--json", "print one JSON document")
    .action(async (lab: string | undefined, options: Options) =>
      (await import("./commands/chaos.ts")).chaos(lab, options),
    );
  program
    .command("faults")
    .argument("[action]", "set or clear (default: list the faults)")
    .argument("[words...]", "set: a kind and name=value pairs; clear: an id (default: all)")
    .description("list, set or clear faults in the local cloud")
    .option("--json", "print one JSON document")
    .action(async (action: string | undefined, words: string[], options: Options) =>
      (await import("./commands/faults.ts")).faults(action, words, options),
    );
  program
    .command("speed")
    .argument("[times]", "1 to 1000; at 60, a minute passes in a second")
    .description("show or set the speed of the local cloud's clock")
    .option("--json", "print one JSON document")
    .action(async (times: string | undefined, options: Options) =>
      (await import("./commands/speed.ts")).speed(times, options),
    );
  program
    .command("emails")
    .description("show the e-mails that SNS would have sent")
    .option("--to <address>", "only e-mails to this address")
    .option("--json", "print one JSON document")
    .action(async (options: Options) => (await import("./commands/emails.ts")).emails(options));

  program.commandsGroup("The workshop:");
  program
    .command("begin")
    .argument("<step>", "e.g. 3")
    .description("go to the start of a step (your code is saved first)")
    .option("--json", "print one JSON document")
    .action(async (step: string, options: Options) => (await import("./commands/begin.ts")).begin(step, options));
  program
    .command("check")
    .argument("[step or exercise]", "e.g. 3 or 3.2 (default: your current step)")
    .description("check each exercise: passed, not yet or broken, and why")
    .option("--watch", "the same as the command watch")
    .option("--live", "check what is deployed, instead of your code")
    .option("--aws", "with --live: use the real account of your AWS credentials")
    .option("--json", "print one JSON document")
    .action(async (what: string | undefined, options: Options) =>
      (await import("./commands/check.ts")).check(what, options),
    );
  program
    .command("watch")
    .argument("[step or exercise]", "e.g. 3 or 3.2 (default: your current step)")
    .description("check on each save; when the step passes, deploy it and book")
    .action(async (what: string | undefined) => (await import("./commands/watch.ts")).watch(what));
  program
    .command("hint")
    .argument("<exercise>", "e.g. 3.2")
    .description("show the next hint for an exercise")
    .option("--json", "print one JSON document")
    .action(async (number: string, options: Options) => (await import("./commands/hint.ts")).hint(number, options));
  program
    .command("solve")
    .argument("<exercise>", "e.g. 3.2")
    .description("write the solution into your file (your code is saved first)")
    .option("--json", "print one JSON document")
    .action(async (number: string, options: Options) => (await import("./commands/solve.ts")).solve(number, options));
  program
    .command("diff")
    .argument("[exercise or steps]", "e.g. 3.2, or 3..4 for what step 4 adds")
    .description("compare your code with the workshop's")
    .option("--json", "print one JSON document")
    .action(async (what: string | undefined, options: Options) =>
      (await import("./commands/diff.ts")).diff(what, options),
    );
  program
    .command("goto")
    .argument("<step>", "e.g. 3")
    .description("go to a completed step (your code is saved first)")
    .option("--json", "print one JSON document")
    .action(async (step: string, options: Options) => (await import("./commands/begin.ts")).goTo(step, options));
  program
    .command("reset")
    .argument("[step]", "the step (default: your current step)")
    .description("put code, stack and data back to the start of a step")
    .option("--json", "print one JSON document")
    .action(async (step: string | undefined, options: Options) =>
      (await import("./commands/reset.ts")).reset(step, options),
    );
  program
    .command("restore")
    .argument("[when]", "a save's name, or latest (default: list the saves)")
    .description("bring back code that was saved")
    .option("--json", "print one JSON document")
    .action(async (when: string | undefined, options: Options) =>
      (await import("./commands/restore.ts")).restore(when, options),
    );
  program
    .command("status", { isDefault: true })
    .description("show where you are, what has passed, and what is next")
    .option("--json", "print one JSON document")
    // An unknown command ends up here, too.
    .allowExcessArguments()
    .action(async (options: Options, command: Command) => {
      if (command.args.length > 0) refuseUnknown(program);
      await (await import("./commands/status.ts")).status(options);
    });
  for (const command of program.commands) nameAnExample(command);
  return program;
}

/** For a command that lacks its argument: "e.g. 3.2" in the argument's description is the example. */
function nameAnExample(command: Command): void {
  const required = command.registeredArguments.filter(({ required }) => required);
  const examples = required.map(({ description }) => /e\.g\. (\S+)/.exec(description)?.[1]);
  if (examples.length === 0 || examples.includes(undefined)) return;
  const name = `npx workshop ${command.name()}`;
  command.showHelpAfterError(`For example: ${name} ${examples.join(" ")}\nMore: ${name} --help`);
}

/** Leaves "[options]" out: every command has some, and the list must fit into 80 columns. */
function nameAndArguments(command: Command): string {
  const inBrackets = command.registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...inBrackets].join(" ");
}

/** Commander's own error, which suggests a similar command. It has no public API for it. */
function refuseUnknown(program: Command): void {
  (program as unknown as { unknownCommand(): void }).unknownCommand();
}

/** Prints what went wrong, and returns the exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  const failure = foreseen(error);
  if (failure) {
    note(paint.red(failure.message));
    if (failure.fix) note(failure.fix);
    if (process.env.WORKSHOP_DEBUG && error instanceof Error && error !== failure) note(error.stack);
    return failure.exitCode;
  }
  note(paint.red(`This is a bug in the workshop, not in your code: ${error instanceof Error ? error.message : error}`));
  if (process.env.WORKSHOP_DEBUG && error instanceof Error) note(error.stack);
  else note("To see where, put WORKSHOP_DEBUG=1 before the command. To report it, see CONTRIBUTING.md.");
  return 70;
}

/** These change something, and finish that even if nobody reads what they print. */
const changing =
  /^(start|cloud|demo|up|down|begin|goto|solve|reset|restore|chaos|dlq|replay|book|check|watch|faults|speed)$/;

/** `npx workshop events | head` closes the pipe, which is not an error. A full disk is one. */
function endWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED") {
    if (!changing.test(process.argv[2] ?? "")) process.exit(0);
    return;
  }
  process.exit(report(new Failure(`The output cannot be written: ${error.message}`, "Nothing else went wrong.")));
}

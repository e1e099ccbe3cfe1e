import type { Ran } from "./aws-command.ts";
import type { Hunt } from "./hunt.ts";
import { busName, commandsExcept, type Envelope, isCommand, option } from "./sketch.ts";
import { SketchCloud } from "./sketch-cloud.ts";

const booking: Envelope = {
  source: "aircraft.booking",
  "detail-type": "BookingCreated",
  detail: { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 },
};

/** Hunts 1 to 7: the mistakes in commands.sh. */
export const commandHunts: Record<number, Hunt> = {
  1: {
    title: "A command fails",
    word: "error",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions();
      const results = await cloud.run(commandsExcept(sketch, "continuation"));
      const first = results.findIndex(({ words, answer }) => !isCommand(words, "put-targets") && !answer);
      const seen = first < 0 ? [] : results.slice(first, first + 2);
      return { lines: seen.flatMap(shown), fixed: first < 0 };
    },
  },
  2: {
    title: "The next command fails",
    word: "error",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions();
      const results = await cloud.run(commandsExcept(sketch, "ruleName"));
      const failed = results.filter(({ words, answer }) => isCommand(words, "put-targets") && !answer);
      return { lines: failed.flatMap(shown), fixed: failed.length === 0 };
    },
  },
  3: {
    title: "In a colleague's account",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions({ mayBeInvoked: true });
      const commands = commandsExcept(sketch, "targetBus");
      const rule = option(commands.find((words) => isCommand(words, "put-targets")) ?? [], "--rule") ?? "";
      await cloud.putRule(rule, { source: ["aircraft.booking"] }, "default");
      const results = await cloud.run(commands.filter((words) => !isCommand(words, "put-events")));

      await cloud.putEvent(booking);
      const ours = await cloud.runsOf("payment-charge");
      await cloud.putEvent({ ...booking, detail: { ...booking.detail, bookingId: "C777" } }, "default");
      const theirs = (await cloud.runsOf("payment-charge")) - ours;
      return {
        lines: [
          `put-targets: ${failedEntryCount(results, "put-targets")}`,
          `B123, our booking: payment-charge ran ${times(ours)}`,
          `C777, the colleague's booking: payment-charge ran ${times(theirs)}`,
        ],
        fixed: ours === 1 && theirs === 0,
      };
    },
  },
  4: {
    title: "Everything exists, and nothing runs",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions();
      const results = await cloud.run(commandsExcept(sketch));
      const runs = await cloud.runsOf("payment-charge");
      const log = await cloud.logOf("payment-charge");
      return {
        lines: [
          `put-targets: ${failedEntryCount(results, "put-targets")}`,
          `put-events:  ${failedEntryCount(results, "put-events")}`,
          `payment-charge ran ${times(runs)}, and logged ${log.length} lines`,
        ],
        fixed: runs === 1,
      };
    },
  },
  5: {
    title: "The event stays here",
    word: "error",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions();
      const results = await cloud.run(commandsExcept(sketch, "format"));
      const sent = results.filter(({ words }) => isCommand(words, "put-events"));
      return {
        lines: sent.flatMap(shown),
        fixed: sent.length > 0 && sent.every(({ answer }) => answer?.FailedEntryCount === 0),
      };
    },
  },
  6: {
    title: "The event is accepted, and disappears",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions({ mayBeInvoked: true });
      const results = await cloud.run(commandsExcept(sketch, "entryBus"));
      const runs = await cloud.runsOf("payment-charge");
      return {
        lines: [
          `put-events: ${failedEntryCount(results, "put-events")}`,
          `payment-charge may be invoked now. It ran ${times(runs)}`,
        ],
        fixed: runs === 1,
      };
    },
  },
  7: {
    title: "Who handles tickets?",
    word: "later",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createFunctions();
      const commands = commandsExcept(sketch);
      await cloud.run(commands);
      const names = commands.flatMap((words) => (isCommand(words, "put-rule") ? [option(words, "--name") ?? ""] : []));
      const named = names.filter((name) => name.includes("TicketIssued"));
      const matched = await cloud.rulesThatMatch({
        source: "aircraft.ticket",
        "detail-type": "TicketIssued",
        detail: { bookingId: "B123" },
      });
      return {
        lines: [
          `Rules with TicketIssued in their name: ${list(named)}`,
          `A TicketIssued event is on ${busName}. Rules that matched: ${list(matched)}`,
        ],
        fixed: named.every((name) => matched.includes(name)),
      };
    },
  },
};

/** The beginning of a command, and its output, as in a terminal. */
function shown({ words, output }: Ran): string[] {
  const short = words.map((word) => (word.length > 40 ? "…" : word));
  return [`$ ${short.slice(0, 5).join(" ")}${words.length > 5 ? " …" : ""}`, ...output];
}

function failedEntryCount(results: readonly Ran[], operation: string): string {
  const ran = results.find(({ words }) => isCommand(words, operation));
  return ran?.answer ? `FailedEntryCount ${ran.answer.FailedEntryCount}` : (ran?.output[0] ?? "not in the script");
}

export function times(count: number): string {
  return ["0 times", "once", "twice"][count] ?? `${count} times`;
}

export function list(names: readonly string[]): string {
  return names.length > 0 ? names.join(", ") : "none";
}

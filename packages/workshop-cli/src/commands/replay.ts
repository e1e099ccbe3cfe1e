import {
  type Archive,
  DescribeEventBusCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  ListArchivesCommand,
  ListRulesCommand,
  ResourceNotFoundException,
  StartReplayCommand,
} from "@aws-sdk/client-eventbridge";
import { accountTime } from "../connection/account-time.ts";
import { type Clients, clientsOf } from "../connection/clients.ts";
import { connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface ReplayOptions {
  to?: string;
  since?: string;
  until?: string;
  follow?: boolean;
  aws?: boolean;
  json?: boolean;
}

type Events = Clients["events"];

/** `npx workshop replay --to TicketIssuedRule --since 15`: replays archived events to one rule. */
export async function replay(archiveName: string | undefined, options: ReplayOptions): Promise<void> {
  const window = windowFrom(options);
  const connection = await connect(options);
  const { events } = clientsOf(connection);
  const { busName } = connection.outputs;
  const { Arn: busArn } = await events.send(new DescribeEventBusCommand({ Name: busName }));
  const archive = await findArchive(events, busArn!, archiveName);
  const ruleArn = await findRule(events, busName, options.to);
  const now = await accountTime(connection);

  const started = await events.send(
    new StartReplayCommand({
      ReplayName: `workshop-${now.toString(36)}`,
      EventSourceArn: archiveArn(busArn!, archive.ArchiveName!),
      EventStartTime: new Date(now - window.since),
      EventEndTime: new Date(now - window.until),
      // Without FilterArns every rule on the bus would receive the events again.
      Destination: { Arn: busArn, FilterArns: [ruleArn] },
    }),
  );
  const name = started.ReplayArn!.split("/").at(-1)!;
  if (!options.json) {
    say(`Replay ${paint.bold(name)} of ${archive.ArchiveName} to ${options.to}: ${started.State}.`);
    if (!options.follow)
      note("To wait until it ends: --follow. To see what its consumers do: npx workshop events --follow");
  }
  const ended = options.follow ? await follow(events, name, connection.isLocal, options) : undefined;
  if (options.json)
    sayJson({ name, archive: archive.ArchiveName, rule: options.to, ...(ended ?? { state: started.State }) });
}

/** How far back the replay begins and ends, in milliseconds. */
function windowFrom({ since = "60", until = "0" }: ReplayOptions): { since: number; until: number } {
  const [from, to] = [Number(since), Number(until)];
  if (from > 0 && to >= 0 && from > to) return { since: from * 60_000, until: to * 60_000 };
  throw new Failure(
    `--since and --until are minutes before now, and --since must be the larger, but got "${since}" and "${until}".`,
    "For the last 15 minutes: --since 15. For the half hour before that: --since 45 --until 15",
  );
}

async function findArchive(events: Events, EventSourceArn: string, name: string | undefined): Promise<Archive> {
  const archives: Archive[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListArchivesCommand({ EventSourceArn, NextToken }));
    archives.push(...(page.Archives ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  const found =
    name === undefined && archives.length === 1 ? archives[0] : archives.find((one) => one.ArchiveName === name);
  if (found) return found;
  if (archives.length === 0) {
    throw new Failure("The bus has no archive.", "Step 10 adds one. Go there: npx workshop begin 10");
  }
  const names = archives.map(({ ArchiveName }) => ArchiveName).join(", ");
  throw new Failure(
    name ? `There is no archive ${name}.` : "The bus has several archives.",
    `Choose one of them: ${names}`,
  );
}

async function findRule(events: Events, EventBusName: string, name: string | undefined): Promise<string> {
  try {
    if (name !== undefined) return (await events.send(new DescribeRuleCommand({ Name: name, EventBusName }))).Arn!;
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
  }
  const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName }));
  throw new Failure(
    name === undefined
      ? "--to is missing: a replay needs a rule to send the events to."
      : `There is no rule ${name} on ${EventBusName}.`,
    `The rules are: ${Rules.flatMap(({ Name, ManagedBy }) => (ManagedBy ? [] : [Name])).join(", ")}`,
  );
}

/** The archive's ARN. ListArchives returns only names; account and region are the bus's. */
function archiveArn(busArn: string, archiveName: string): string {
  return busArn.replace(/:event-bus\/.*$/, `:archive/${archiveName}`);
}

interface Progress {
  state: string;
  reason?: string;
}

async function follow(
  events: Events,
  ReplayName: string,
  isLocal: boolean,
  { json }: ReplayOptions,
): Promise<Progress> {
  const { signal } = untilInterrupted();
  let last = "";
  for (;;) {
    const {
      State = "",
      StateReason,
      EventLastReplayedTime,
    } = await events.send(new DescribeReplayCommand({ ReplayName }));
    const line = [State, EventLastReplayedTime && `up to ${EventLastReplayedTime.toISOString()}`, StateReason]
      .filter(Boolean)
      .join(", ");
    if (line !== last && !json) say(line);
    last = line;
    if (State === "FAILED") process.exitCode = 1;
    const hasEnded = State === "COMPLETED" || State === "CANCELLED" || State === "FAILED";
    if (hasEnded || signal.aborted) return { state: State, ...(StateReason && { reason: StateReason }) };
    await new Promise((resolve) => setTimeout(resolve, isLocal ? 100 : 3000));
  }
}

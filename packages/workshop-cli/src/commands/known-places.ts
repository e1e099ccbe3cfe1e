import { type EventBridgeClient, ListEventBusesCommand } from "@aws-sdk/client-eventbridge";
import { LambdaClient, paginateListFunctions } from "@aws-sdk/client-lambda";
import { PipesClient, paginateListPipes } from "@aws-sdk/client-pipes";
import { clientsOf } from "../connection/clients.ts";
import type { Connection } from "../connection/connection.ts";
import { rulesOf, rulesWithTargets } from "../connection/rules.ts";
import { Failure } from "../terminal/failure.ts";

type Place = "rule" | "target" | "function" | "pipe";

/** @throws Failure if a fault is for a rule, target, function or pipe that does not exist: it would never be injected. */
export async function refuseUnknownPlaces(
  connection: Pick<Connection, "client">,
  fault: Readonly<Record<string, unknown>>,
): Promise<void> {
  for (const place of ["rule", "target", "function", "pipe"] as const) {
    const name = fault[place];
    if (typeof name !== "string" || name.startsWith("arn:")) continue;
    const known = await namesOf[place](connection);
    if (known.includes(name)) continue;
    throw new Failure(
      `There is no ${place} "${name}", so this fault would never be injected.`,
      known.length === 0 ? `No ${place} is deployed. Deploy first: npx workshop up` : `Deployed: ${known.join(", ")}`,
    );
  }
}

type Names = (connection: Pick<Connection, "client">) => Promise<string[]>;

const rules: Names = async (connection) => (await ofAllBuses(connection, rulesOf)).map(({ Name = "" }) => Name).sort();

const functions: Names = async ({ client }) => {
  const names: string[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client: new LambdaClient(client) }, {})) {
    names.push(...Functions.map(({ FunctionName = "" }) => FunctionName));
  }
  return names.sort();
};

/** Functions, and what else rules send events to: a queue's or a log group's name. */
const targets: Names = async (connection) => {
  const all = await ofAllBuses(connection, rulesWithTargets);
  const arns = all.flatMap(({ targets }) => targets.map(({ Arn = "" }) => Arn));
  return [...new Set([...(await functions(connection)), ...arns.map(lastPart)])].sort();
};

const pipes: Names = async ({ client }) => {
  const names: string[] = [];
  for await (const { Pipes = [] } of paginateListPipes({ client: new PipesClient(client) }, {})) {
    names.push(...Pipes.map(({ Name = "" }) => Name));
  }
  return names.sort();
};

const namesOf: Record<Place, Names> = { rule: rules, function: functions, target: targets, pipe: pipes };

async function ofAllBuses<T>(
  connection: Pick<Connection, "client">,
  read: (events: EventBridgeClient, bus: string) => Promise<T[]>,
): Promise<T[]> {
  const { events } = clientsOf(connection);
  const { EventBuses = [] } = await events.send(new ListEventBusesCommand({}));
  return (await Promise.all(EventBuses.map(({ Name = "" }) => read(events, Name)))).flat();
}

/** "payment-charge" of arn:aws:lambda:us-east-1:000000000000:function:payment-charge. */
function lastPart(arn: string): string {
  return arn.split(/[:/]/).at(-1)!;
}

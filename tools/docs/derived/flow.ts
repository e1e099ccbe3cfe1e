import { namedIn } from "../../derive/choreography.ts";
import { eventNames } from "../../derive/contracts.ts";
import { arrowsInOrder } from "../../derive/order.ts";
import { requireStep } from "./changes.ts";
import type { DeployedResource, Growth } from "./growth.ts";

interface Edge {
  from: string;
  to: string;
  label?: string;
}

/**
 * A Mermaid diagram of the events' flow: which function publishes an event (as it declares), which rule matches it, and
 * to which target the rule sends it. What step N adds is drawn with a thick line.
 */
export function flow(growth: ReadonlyMap<number, Growth>, step: number): string {
  const now = drawing(requireStep(growth, step));
  const before = step === 1 ? new Set<string>() : new Set(drawing(requireStep(growth, step - 1)).nodes.keys());
  const isNew = (id: string) => !before.has(id);
  const fresh = [...now.nodes.keys()].filter(isNew);
  const node = nodeFormatter(now);
  return [
    "```mermaid",
    "flowchart LR",
    // As a reader follows them: from you along the usual path.
    ...arrowsInOrder(now.edges, ["you", ...now.edges.map(({ from }) => from)]).map(({ from, to, label }) => {
      const arrow = label ? `-- ${label} -->` : "-->";
      return `  ${node(from)} ${arrow} ${node(to)}`;
    }),
    // Mermaid rejects a class without members.
    ...(fresh.length > 0 ? ["  classDef added stroke-width:3px", `  class ${fresh.map(idOf).join(",")} added`] : []),
    "```",
  ].join("\n");
}

interface Drawing {
  /** Each node's shape, by name. */
  nodes: Map<string, (label: string) => string>;
  edges: Edge[];
}

const box = (label: string) => `["${label}"]`;
const pill = (label: string) => `(["${label}"])`;
const store = (label: string) => `[("${label}")]`;

function drawing({ resources, published }: Growth): Drawing {
  const nodes: Drawing["nodes"] = new Map();
  const edges: Edge[] = [];
  const add = (from: string, to: string, label?: string) => edges.push({ from, to, label });
  const ofType = (type: string) => resources.filter((resource) => resource.type.endsWith(`:${type}`));
  const functions = ofType("Function");
  const rules = ofType("EventRule").map((rule) => ({ ...rule, events: eventsMatched(rule) }));

  for (const { inputs, outputs } of ofType("FunctionUrl")) {
    const callers = functions.filter((each) => valuesOf(each).includes(outputs.functionUrl));
    nodes.set(inputs.functionName, box);
    // A function that has the URL calls it. Nobody in the program has that of the first one: it is for you.
    for (const caller of callers) add(caller.inputs.name, inputs.functionName, "HTTP");
    if (callers.length > 0) continue;
    nodes.set("you", pill);
    add("you", inputs.functionName, "POST /bookings");
  }
  for (const { inputs } of ofType("Schedule")) {
    nodes.set(inputs.name, pill);
    add(inputs.name, nameIn(inputs.target.arn), everyTime(inputs.scheduleExpression));
  }
  for (const { inputs } of functions) {
    nodes.set(inputs.name, box);
    for (const event of published.get(inputs.name) ?? []) {
      nodes.set(event, pill);
      add(inputs.name, event);
    }
  }
  for (const { inputs } of ofType("Pipe")) drawPipe(inputs, functions, nodes, add);
  for (const { inputs } of ofType("EventTarget")) {
    const rule = rules.find((found) => found.outputs.name === inputs.rule);
    // The catch-all rule is drawn only as long as there are no functions.
    if (!rule?.events && functions.length > 0) continue;
    const to = nameIn(inputs.arn);
    nodes.set(to, inputs.arn.includes(":function:") ? box : store);
    for (const event of rule?.events ?? ["every event"]) {
      nodes.set(event, pill);
      add(event, to, String(inputs.rule));
    }
  }
  for (const { inputs } of ofType("TopicSubscription")) {
    if (inputs.protocol !== "sqs") continue;
    const [topic, inbox] = [nameIn(inputs.topic), nameIn(inputs.endpoint)];
    nodes.set(topic, box).set(inbox, store);
    for (const each of functions) {
      if (valuesOf(each).includes(inputs.topic)) add(each.inputs.name, topic);
    }
    add(topic, inbox);
  }
  return { nodes, edges };
}

/** A pipe from a table's stream to the bus: the functions that write the table, the table, the pipe, and its events. */
function drawPipe(
  { name, source, sourceParameters }: DeployedResource["inputs"],
  functions: readonly DeployedResource[],
  nodes: Drawing["nodes"],
  add: (from: string, to: string, label?: string) => void,
): void {
  const [, table = ""] = /:table\/([^/]+)\/stream\//.exec(String(source)) ?? [];
  nodes.set(table, store).set(name, box);
  for (const { inputs } of functions) if (inputs.environment?.variables?.TABLE_NAME === table) add(inputs.name, table);
  add(table, name, "stream");
  const filter = JSON.stringify(sourceParameters);
  const published = eventNames.filter((each) => namedIn(sourceParameters, each));
  for (const event of published.sort((one, other) => filter.indexOf(one) - filter.indexOf(other))) {
    nodes.set(event, pill);
    add(name, event);
  }
}

/** The values of a function's environment. */
function valuesOf({ inputs }: DeployedResource): unknown[] {
  return Object.values(inputs.environment?.variables ?? {});
}

/** "every minute" for rate(1 minute). Mermaid allows no parentheses here. */
function everyTime(expression: string): string {
  return expression
    .replace(/^rate\(1 (\w+)\)$/, "every $1")
    .replaceAll(/[()]/g, " ")
    .trim();
}

/** The detail-types in a rule's pattern; undefined for the rule that matches everything. */
function eventsMatched({ inputs }: DeployedResource): string[] | undefined {
  const pattern = JSON.parse(String(inputs.eventPattern ?? "{}")) as { "detail-type"?: unknown[] };
  return pattern["detail-type"]?.filter((value) => typeof value === "string");
}

/** The last part of an ARN: a function's, queue's, topic's or log group's name. */
function nameIn(arn: string): string {
  return (
    String(arn)
      .split(":")
      .slice(6)
      .join(":")
      .replace(/^function:/, "")
      .replace(/:\*$/, "") || String(arn).split(":").at(-1)!
  );
}

/** A node with its shape at its first use, its id alone afterwards. */
function nodeFormatter({ nodes }: Drawing): (name: string) => string {
  const drawn = new Set<string>();
  return (name) => {
    if (drawn.has(name)) return idOf(name);
    drawn.add(name);
    return `${idOf(name)}${(nodes.get(name) ?? box)(name)}`;
  };
}

function idOf(name: string): string {
  return name.replaceAll(/\W+/g, "-").replace(/^-/, "").replace(/^end$/, "the-end");
}

import { renderPlan } from "@event-choreography/local-cloud/pulumi";
import { requireStep } from "../exercises/find-exercise.ts";
import { folderOfStep } from "../exercises/step-names.ts";
import { openWorkshop, type Workshop } from "../exercises/workshop.ts";
import { planBetween } from "../stack/plan-between.ts";
import { paintOperation } from "../stack/show-progress.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson } from "../terminal/output.ts";

/** `npx workshop diff 3..4`: what step 4 adds to the program, and to what is deployed. */
export async function diffSteps(range: string, options: { json?: boolean }): Promise<void> {
  const { catalogue, originals } = openWorkshop();
  const [from, to] = stepsIn(range, catalogue);
  const files = filesAdded(originals, from, to);
  note("Planning in a temporary local cloud ...");
  const plan = await planBetween(from, to);
  if (options.json) return sayJson({ from, to, files, plan });
  say(paint.bold("The program"));
  for (const { path, lines } of files) say(`+ ${path} ${paint.dim(`(${lines} lines)`)}`);
  say(paint.bold("\nThe plan"));
  say(renderPlan(plan, { paint: paintOperation }));
}

function stepsIn(range: string, catalogue: Workshop["catalogue"]): [number, number] {
  const [fromText = "", toText = ""] = range.split("..");
  const to = requireStep(catalogue, toText);
  const from = fromText === "0" ? 0 : requireStep(catalogue, fromText);
  if (from < to) return [from, to];
  throw new Failure(
    `Nothing is added from step ${from} to step ${to}.`,
    `Put the smaller step first: npx workshop diff ${to}..${from}`,
  );
}

/** The files that a step adds: its own folder, and the handlers and decisions that its program uses. */
function filesAdded(originals: Workshop["originals"], from: number, to: number): { path: string; lines: number }[] {
  const before = filesReached(originals, from);
  return [...filesReached(originals, to)]
    .filter((path) => !before.has(path))
    .sort()
    .map((path) => ({ path, lines: originals.get(path)!.trimEnd().split("\n").length }));
}

/** The files of steps 1 to N: each infra.ts, with everything it imports and the handlers it names. */
function filesReached(originals: Workshop["originals"], step: number): Set<string> {
  const reached = new Set<string>();
  const waiting = Array.from({ length: step }, (_, index) => `${folderOfStep(index + 1)}/infra.ts`);
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const text = originals.get(path);
    if (text === undefined || reached.has(path)) continue;
    reached.add(path);
    waiting.push(...importedBy(path, text), ...(path.startsWith("steps/") ? handlersIn(text) : []));
  }
  return reached;
}

function importedBy(path: string, text: string): string[] {
  return [...text.matchAll(/from "(\.[^"]+)"/g)].map(([, target]) =>
    new URL(target!, `file:///${path}`).pathname.slice(1),
  );
}

function handlersIn(text: string): string[] {
  return [...text.matchAll(/"(services\/[\w/-]+\.ts)"/g)].map(([, handler]) => handler!);
}

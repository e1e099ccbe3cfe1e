import { readdirSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Contract } from "../../services/events/contract.ts";
import type { Expectation } from "../../services/events/expectation.ts";

/**
 * What the services publish and consume, found in their folders: every services/NAME/publishes*.ts and consumes*.ts.
 * So a new service is known without being listed anywhere.
 */
const folder = fileURLToPath(new URL("../../services/", import.meta.url));

/** All contracts, in the order of the services' names. An event with several versions has several contracts. */
export const contracts: readonly Contract[] = await exportsOf<Contract>("publishes", ({ source }) => source);

/** What each service expects of the events that it consumes, by the name of its folder. */
export const expectations: ReadonlyMap<string, readonly Expectation[]> = await expectationsByService();

/** The latest contract of an event. */
export function contractOf(name: string): Contract {
  const found = contracts.findLast((each) => each.name === name);
  if (!found) throw new Error(`No service publishes ${name}: look for it in services/*/publishes.ts.`);
  return found;
}

/** E.g. "BookingCreated": each event once. */
export const eventNames: readonly string[] = [...new Set(contracts.map(({ name }) => name))];

async function expectationsByService(): Promise<Map<string, Expectation[]>> {
  const byService = new Map<string, Expectation[]>();
  for (const service of servicesWith("consumes")) {
    byService.set(service, await exportsOf<Expectation>("consumes", ({ schema }) => schema, [service]));
  }
  return byService;
}

/** The exported objects of one kind, from all files of this name. */
async function exportsOf<Kind extends object>(
  name: string,
  isKind: (value: Kind) => unknown,
  services = servicesWith(name),
): Promise<Kind[]> {
  const files = services.flatMap((service) => filesOf(service, name).map((file) => `${folder}${service}/${file}`));
  const modules = await Promise.all(files.map((file) => import(/* @vite-ignore */ pathToFileURL(file).href)));
  return modules.flatMap((module) => Object.values(module as Record<string, Kind>)).filter(isKind);
}

function servicesWith(name: string): string[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map((entry) => entry.name)
    .filter((service) => filesOf(service, name).length > 0)
    .sort();
}

/** E.g. consumes.ts and consumes-2.ts. */
function filesOf(service: string, name: string): string[] {
  const pattern = new RegExp(`^${name}(-\\d+)?\\.ts$`);
  return readdirSync(`${folder}${service}`)
    .filter((file) => pattern.test(file))
    .sort();
}

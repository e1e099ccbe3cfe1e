import { type PropertyMap, secret } from "../property-values/values.ts";
import type { Provider } from "../provider/provider.ts";
import { aboutAccount } from "../stack-state/about-account.ts";
import { StackError } from "../stack-state/errors.ts";
import type { AccountIdentity, ResourceState, StackState } from "../stack-state/state.ts";
import { StateFile } from "../stack-state/state-file.ts";
import { Constructions } from "./constructions.ts";
import { Deployment } from "./deployment.ts";
import type { OnEvent } from "./events.ts";
import { lockStateFile } from "./lock-state-file.ts";
import { serveMonitor } from "./monitor.ts";
import { isDefaultProvider, type PlannedResource, type PlanSummary, shown, summarize } from "./plan.ts";
import { type Program, runProgram } from "./run-program.ts";
import { stackType, urnParts } from "./urn.ts";
import { withoutContent } from "./without-content.ts";

export interface StackOptions {
  provider: Provider;
  /** The project's name, as in Pulumi.yaml. */
  project: string;
  stack: string;
  /** Where the state is saved; the key of its secrets is in the same folder. Default: in memory, while the stack is open. */
  stateFile?: string;
  /**
   * The account behind the provider. With it, a state about another account is refused, and one that knows this account at
   * another address is read as if it had always been here.
   */
  account?: AccountIdentity;
}

/** A setting: a string, another JSON value, or a secret string. */
export type ConfigValue = string | number | boolean | object | { secret: string };

export interface RunOptions {
  /** By name. Names without a namespace are the project's. */
  config?: Record<string, ConfigValue>;
  onEvent?: OnEvent;
  /** Updates the state to what exists in the account first. */
  refresh?: boolean;
  /** Ids of resources whose content is uploaded again, e.g. functions whose code is lost. */
  upload?: readonly string[];
}

/** What a deployment did, or what it would do according to a preview. */
export interface Deployed {
  /** In the order in which the program constructs them, then what is deleted. */
  resources: PlannedResource[];
  summary: PlanSummary;
  /** The stack's outputs. Secrets are "[secret]", and values that a preview does not know "[unknown]". */
  outputs: PropertyMap;
}

/** A stack that the embedded engine deploys: a stand-in for the Pulumi CLI, on the local cloud only. */
export interface Stack {
  readonly outputs: PropertyMap;
  readonly resources: readonly ResourceState[];
  /** @throws DeploymentError */
  preview(program: Program, options?: RunOptions): Promise<Deployed>;
  /** Also completes an interrupted deployment. @throws DeploymentError */
  up(program: Program, options?: RunOptions): Promise<Deployed>;
  /** Updates the state to what exists in the account. @throws DeploymentError */
  refresh(options?: Pick<RunOptions, "onEvent">): Promise<Deployed>;
  /** Deletes everything. @throws DeploymentError */
  destroy(options?: Pick<RunOptions, "onEvent">): Promise<Deployed>;
}

/** @throws StateFileError if the state file is damaged, not this stack's, or about another account. */
export function openStack(options: StackOptions): Stack {
  const file = new StateFile(options.stateFile);
  const read = () => aboutAccount(file.read(options.project, options.stack), options.stateFile, options.account);
  let state = read();
  let busy = false;

  /** Runs while nothing else may change the state. Reads the state first, since another process may have changed it. */
  const exclusively = async <T>(work: () => Promise<T>): Promise<T> => {
    if (busy) throw new StackError("Another deployment of this stack is in progress. Wait for it to end.");
    busy = true;
    try {
      const release = lockStateFile(options.stateFile);
      try {
        if (options.stateFile) state = read();
        return await work();
      } finally {
        release();
      }
    } finally {
      busy = false;
    }
  };

  const begin = (on: StackState, preview: boolean, run: RunOptions, constructions = new Constructions()): Deployment =>
    new Deployment({
      provider: options.provider,
      state: on,
      save: () => file.save(on),
      preview,
      providerConfig: providerConfig(run.config ?? {}),
      onEvent: run.onEvent ?? (() => {}),
      constructionOf: (type, name) => constructions.take(type, name),
    });

  const deploy = async (program: Program, run: RunOptions, on: StackState, preview: boolean): Promise<Deployed> => {
    const constructions = new Constructions();
    on.serial++;
    const deployment = begin(on, preview, run, constructions);
    await deployment.resumePending();
    if (run.refresh) await begin(on, preview, run).refresh();
    const lost = new Set(run.upload);
    on.resources = on.resources.map((resource) => (lost.has(resource.id) ? withoutContent(resource) : resource));
    const monitor = await serveMonitor(deployment, options.provider, run.onEvent ?? (() => {}));
    try {
      const { config, secretKeys } = programConfig(options.project, run.config ?? {});
      const { project, stack } = options;
      await runProgram(program, { project, stack, preview, monitor, config, secretKeys, constructions }, deployment);
      await deployment.settle();
      await deployment.deleteUnregistered();
      on.outputs = rootOf(on)?.outputs ?? {};
    } finally {
      if (!preview) await file.save(on);
    }
    return deployed(deployment, on);
  };

  return {
    get outputs() {
      return shown(state.outputs) as PropertyMap;
    },
    get resources() {
      return state.resources;
    },
    preview: (program, run = {}) => {
      if (options.stateFile && !busy) state = read();
      return deploy(program, run, structuredClone(state), true);
    },
    up: (program, run = {}) => exclusively(() => deploy(program, run, state, false)),
    refresh: (run = {}) =>
      exclusively(async () => {
        const deployment = begin(state, false, run);
        await deployment.resumePending();
        await deployment.refresh();
        return deployed(deployment, state);
      }),
    destroy: (run = {}) =>
      exclusively(async () => {
        const deployment = begin(state, false, run);
        await deployment.resumePending();
        try {
          await deployment.destroy();
          state.outputs = {};
        } finally {
          await file.save(state);
        }
        return deployed(deployment, state);
      }),
  };
}

function deployed(deployment: Deployment, state: StackState): Deployed {
  const resources = deployment.plan.filter(({ urn }) => !isDefaultProvider(urn));
  return { resources, summary: summarize(resources), outputs: shown(state.outputs) as PropertyMap };
}

function rootOf(state: StackState): ResourceState | undefined {
  return state.resources.find(({ urn }) => urnParts(urn).type === stackType);
}

/** Settings for Pulumi's runtime: strings under namespaced keys. */
function programConfig(project: string, given: Record<string, ConfigValue>) {
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  for (const [name, value] of Object.entries(given)) {
    const key = name.includes(":") ? name : `${project}:${name}`;
    if (isSecretConfig(value)) secretKeys.push(key);
    config[key] = configText(isSecretConfig(value) ? value.secret : value);
  }
  return { config, secretKeys };
}

/** The settings of package aws, for its default provider. */
function providerConfig(given: Record<string, ConfigValue>): PropertyMap {
  const settings = Object.entries(given).filter(([name]) => name.startsWith("aws:"));
  return Object.fromEntries(
    settings.map(([name, value]) => [
      name.slice("aws:".length),
      isSecretConfig(value) ? secret(configText(value.secret)) : configText(value),
    ]),
  );
}

function isSecretConfig(value: ConfigValue): value is { secret: string } {
  return typeof value === "object" && Object.keys(value).length === 1 && "secret" in value;
}

function configText(value: ConfigValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

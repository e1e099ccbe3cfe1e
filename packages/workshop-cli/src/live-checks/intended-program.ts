import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { MockedStack } from "@event-choreography/local-cloud/pulumi-mocks";
import type { Settings } from "../../../../infra/components/settings.ts";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import { parseRegions } from "../exercises/regions.ts";
import { root } from "../root.ts";
import { collectSources, readOriginals } from "../working-copy/originals.ts";
import { workspaceAt } from "../working-copy/workspace.ts";

type Program = (settings: Settings) => Promise<unknown>;

/**
 * The program as it is meant to be: files with exercises as the workshop ships them, all others as they are, a step of
 * your own included. It runs on Pulumi's mocks, from a temporary copy.
 */
export class IntendedProgram implements Disposable {
  readonly #folder: string;
  readonly #attendee: string;
  readonly #stacks = new Map<number, Promise<MockedStack>>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(attendee: string) {
    const { dataFolder } = workspaceAt(root);
    mkdirSync(dataFolder, { recursive: true });
    this.#attendee = attendee;
    this.#folder = mkdtempSync(join(dataFolder, "intended-"));
    for (const [path, text] of intendedSources()) {
      mkdirSync(dirname(join(this.#folder, path)), { recursive: true });
      writeFileSync(join(this.#folder, path), text);
    }
    // A junction, since symbolic links need administrator rights on Windows.
    symlinkSync(join(root, "node_modules"), join(this.#folder, "node_modules"), "junction");
  }

  /** The resources of steps 1 to `step`. Step 0 has none. */
  at(step: number): Promise<MockedStack> {
    const stack = this.#stacks.get(step) ?? this.#next(() => this.#run(step));
    this.#stacks.set(step, stack);
    return stack;
  }

  /** Pulumi's runtime runs one program at a time. */
  #next<T>(run: () => Promise<T>): Promise<T> {
    const next = this.#last.then(run);
    this.#last = next.catch(() => {});
    return next;
  }

  async #run(step: number): Promise<MockedStack> {
    await readyForTypeScript();
    const { runMocked } = await import("@event-choreography/local-cloud/pulumi-mocks");
    if (step === 0) return await runMocked(() => {});
    const { default: program }: { default: Program } = await import(
      pathToFileURL(join(this.#folder, "infra/index.ts")).href
    );
    const settings = { step, attendee: this.#attendee, notificationEmail: "", seatsPerFlight: 180 };
    return await runMocked(() => program(settings));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function intendedSources(): Map<string, string> {
  const originals = [...readOriginals(root)].filter(([, text]) => hasExercise(text));
  return new Map([...collectSources(root), ...originals]);
}

function hasExercise(text: string): boolean {
  return parseRegions(text).some(({ number }) => number !== undefined);
}

import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** They take from twenty seconds to a minute: what begins last ends last, and one core would wait for it. */
const longest = [
  "test/command-line.test.ts",
  "test/invariants/local-cloud.test.ts",
  "test/nothing-lost.test.ts",
  "test/growth.test.ts",
  "test/wrong-turns.test.ts",
  "packages/workshop-cli/src/chaos/chaos.test.ts",
  "test/invariants/exhaustive.test.ts",
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((path) => moduleId.endsWith(path));
      return index < 0 ? longest.length : index;
    };
    return (await super.sort(files)).sort((one, other) => place(one) - place(other));
  }
}

export default defineConfig({
  // The packages are imported by name, from their sources.
  resolve: { tsconfigPaths: true },
  test: {
    include: ["{infra,services,steps,test,packages,tools,docs}/**/*.test.ts"],
    pool: "threads",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Files share what they load: Pulumi and the SDK take most of a test file's time. Who changes
    // something of the process's own (a clock, the environment) gives it back.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // The SDK's notice about future Node versions is for maintainers, not for readers of a test's output.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Keeps transformed files between runs: a check runs a few tests, and most of its time would go there.
    experimental: { fsModuleCache: true },
  },
});

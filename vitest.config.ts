import { configDefaults, defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** They take from twenty seconds to a minute. Started last, they would leave one core idle at the end. */
const longest = [
  "test/command-line.test.ts",
  "test/invariants/local-cloud.test.ts",
  "test/nothing-lost.test.ts",
  "test/growth.test.ts",
  "test/answer-bank.test.ts",
  "packages/workshop-cli/src/chaos/chaos.test.ts",
  "test/invariants/exhaustive.test.ts",
  "docs/your-own-event/your-own-event.test.ts",
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
  // Packages are imported by name, but loaded from their sources.
  resolve: { tsconfigPaths: true },
  test: {
    include: ["{infra,services,steps,test,packages,tools,docs}/**/*.test.ts"],
    // Step 15 of docs/your-own-event is no part of the program. Its page's test runs these in a copy that has it.
    exclude: [...configDefaults.exclude, "docs/your-own-event/{steps,services}/**"],
    pool: "threads",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Files share loaded modules, since loading Pulumi and the SDK takes most of a test file's time. A test that
    // changes the process (its clock, its environment) must restore it.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // The SDK's notice about future Node versions is for maintainers, not for readers of a test's output.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Caches transformed files between runs. A check runs few tests, so transforming would take most of its time.
    experimental: { fsModuleCache: true },
  },
});

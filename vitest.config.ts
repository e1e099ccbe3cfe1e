import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{infra,services,steps,test,sandbox,workshop,docs}/**/*.test.ts"],
    pool: "threads",
    maxWorkers: 2,
    // Files share what they load: Pulumi and the SDK take most of a test file's time. Who changes
    // something of the process's own (a clock, the environment) gives it back.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // The SDK's note that it will want Node 22 one day is for us, not for whoever reads a test's output.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Keeps transformed files between runs: a check runs a few tests, and most of its time would go there.
    experimental: { fsModuleCache: true },
  },
});

import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** `npm run chapters`: runs the commands of every page. Takes some minutes. */
export default defineConfig({
  // Packages are imported by name, but loaded from their sources.
  resolve: { tsconfigPaths: true },
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["tools/chapters/every.ts"],
    pool: "threads",
    // Each page's commands need a core.
    maxConcurrency: 2,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});

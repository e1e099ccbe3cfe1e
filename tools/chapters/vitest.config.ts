import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** `npm run chapters`: works through every page, which takes some minutes. */
export default defineConfig({
  // The packages are imported by name, from their sources.
  resolve: { tsconfigPaths: true },
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["tools/chapters/every.ts"],
    pool: "threads",
    // A page's commands are processes that want a core each.
    maxConcurrency: 2,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});

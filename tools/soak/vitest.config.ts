import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Packages are imported by name, but loaded from their sources.
  resolve: { tsconfigPaths: true },
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["tools/soak/soak.ts", "tools/soak/load.ts"],
    pool: "threads",
    testTimeout: 60 * 60 * 1000,
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
  },
});

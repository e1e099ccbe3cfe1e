import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** `npm run packed`: packs the local cloud and uses it in an empty project, which takes a minute or two. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("../..", import.meta.url)),
    include: ["tools/packed/packed.ts"],
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});

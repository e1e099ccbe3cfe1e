/** The sources to compile, by the name that `load` takes. Paths are relative to the repository's root. */
export const entryPoints = {
  main: "packages/workshop-cli/src/main.ts",
  "run-cloud": "packages/workshop-cli/src/cloud/run-cloud.ts",
  "deploy-worker": "packages/workshop-cli/src/stack/deploy-worker.ts",
  "type-checker": "packages/workshop-cli/src/check/type-checker.ts",
  "warm-up": "packages/workshop-cli/src/check/warm-up.ts",
};

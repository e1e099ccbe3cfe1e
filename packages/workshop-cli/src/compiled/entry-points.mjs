/** What is compiled, by the name that `load` takes; paths from the repository's root. */
export const entryPoints = {
  main: "packages/workshop-cli/src/main.ts",
  "run-cloud": "packages/workshop-cli/src/cloud/run-cloud.ts",
  "answer-order": "packages/workshop-cli/src/stack/answer-order.ts",
  "type-checker": "packages/workshop-cli/src/check/type-checker.ts",
  "warm-up": "packages/workshop-cli/src/check/warm-up.ts",
};

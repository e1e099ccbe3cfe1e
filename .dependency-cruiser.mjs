/**
 * Which part of the repository may import which. Arrows point down:
 *
 *   tools, test → packages/workshop-cli → packages/local-cloud
 *   infra/index.ts, infra/fold.ts → steps → infra/components → (services: bundled by path, never imported)
 *
 * Run by `npm test`; alone: npx depcruise packages tools infra services steps test docs
 */
const tests = "\\.test\\.ts$|/fixtures/";
const localCloudEntries = [
  "index",
  "testing/index",
  "pulumi/index",
  "pulumi/provider/index",
  "pulumi/stack-state/index",
  "pulumi-mocks/index",
  "control/index",
  "file-lock/index",
  "services/eventbridge/pattern/index",
  "services/iam/policy/index",
].map((entry) => `^packages/local-cloud/src/${entry}\\.ts$`);

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "no-circular",
      comment: "Two files that need each other are one file, or need a third one below them.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "local-cloud-through-its-exports",
      comment: "Import the local cloud by its name and one of its exports; see packages/local-cloud/package.json.",
      severity: "error",
      from: { pathNot: "^packages/local-cloud/" },
      to: { path: "^packages/local-cloud/", pathNot: localCloudEntries },
    },
    {
      name: "workshop-cli-through-its-exports",
      comment: "Import the command by its name and one of its exports; see packages/workshop-cli/package.json.",
      severity: "error",
      from: { pathNot: "^packages/workshop-cli/" },
      to: {
        path: "^packages/workshop-cli/",
        pathNot: ["/src/[a-z-]+/index\\.ts$", "/src/main\\.ts$", "/src/compiled/load\\.mjs$"],
      },
    },
    {
      name: "local-cloud-knows-nobody",
      comment: "The local cloud is a package of its own: it knows nothing of this workshop.",
      severity: "error",
      from: { path: "^packages/local-cloud/" },
      to: { path: "^(packages/(?!local-cloud/)|tools/|infra/|services/|steps/|test/|docs/)" },
    },
    {
      name: "cloud-starts-without-the-engine",
      comment: "The engine loads Pulumi's runtime, which takes longer than the whole local cloud.",
      severity: "error",
      from: { path: "^packages/workshop-cli/src/cloud/run-cloud\\.ts$" },
      to: { path: "^packages/local-cloud/src/pulumi/engine/", reachable: true },
    },
    {
      name: "product-not-to-tests",
      comment:
        "Code that learners or maintainers run does not import tests or their helpers. The soak is a test itself.",
      severity: "error",
      from: { path: "^(packages|tools|infra|services|steps)/", pathNot: `${tests}|^tools/soak/` },
      to: { path: `^test/|${tests}` },
    },
    {
      name: "learners-code-stands-alone",
      comment: "What a learner reads imports nothing from packages or tools; tests may.",
      severity: "error",
      from: { path: "^(infra|services|steps)/", pathNot: tests },
      to: { path: "^(packages|tools)/" },
    },
    {
      name: "services-below-everything",
      comment: "A handler runs in Lambda, where neither the program nor its steps exist.",
      severity: "error",
      from: { path: "^services/", pathNot: tests },
      to: { path: "^(infra|steps)/" },
    },
    {
      name: "components-below-steps",
      comment: "Components serve the steps and know none of them.",
      severity: "error",
      from: { path: "^infra/components/", pathNot: tests },
      to: { path: "^(steps/|infra/[a-z-]+\\.ts$)" },
    },
    {
      name: "steps-below-the-program",
      comment: "A step uses components; the program (infra/index.ts) folds the steps.",
      severity: "error",
      from: { path: "^steps/", pathNot: tests },
      to: { path: "^infra/[a-z-]+\\.ts$" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(node_modules|dist)/|^\\.workshop/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
};

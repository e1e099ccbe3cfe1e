export { stackConfig } from "./config.ts";
export { projectName, stackName } from "./names.ts";

export { projectName, stackConfig, stackName } from "./config.ts";

import { Failure } from "../terminal/failure.ts";
import { deploy, loadProgram } from "./deploy.ts";
import type { DeployRequest, DeployResponse } from "./deployer.ts";

export { useTypeScriptLoader } from "../compiled/typescript-loader.ts";

/** Carries out one request in the deploy worker's process. Errors are returned as messages, which can be sent. */
export async function runDeployWorker(request: Promise<DeployRequest>): Promise<DeployResponse> {
  try {
    // The program takes long to load: do it before the request arrives.
    await loadProgram();
    const { cloud, step } = await request;
    return { deployment: await deploy(cloud, { step }) };
  } catch (error) {
    if (error instanceof Failure) return { failure: { message: error.message, fix: error.fix } };
    return { failure: { message: String(error instanceof Error ? error.stack : error), fix: "" } };
  }
}

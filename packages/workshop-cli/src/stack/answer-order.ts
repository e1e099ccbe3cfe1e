import { Failure } from "../terminal/failure.ts";
import { deploy, loadProgram } from "./deploy.ts";
import type { DeployAnswer, DeployOrder } from "./deployer.ts";

export { useTypeScriptLoader } from "../compiled/typescript-loader.ts";

/** Carries out one order, and puts what went wrong into words that can be sent. */
export async function answerOrder(order: Promise<DeployOrder>): Promise<DeployAnswer> {
  try {
    // What takes long to load is loaded before the order comes.
    await loadProgram();
    const { cloud, step } = await order;
    return { deployment: await deploy(cloud, { step }) };
  } catch (error) {
    if (error instanceof Failure) return { failure: { message: error.message, mend: error.mend } };
    return { failure: { message: String(error instanceof Error ? error.stack : error), mend: "" } };
  }
}

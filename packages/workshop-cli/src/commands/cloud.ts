import { catchUp, owedSteps } from "../cloud/catch-up.ts";
import { cloudOptionsFrom } from "../cloud/cloud-options.ts";
import { runCloud } from "../cloud/run-cloud.ts";
import { withStackLock } from "../cloud/stack-lock.ts";
import { currentStep } from "../progress/current-step.ts";
import { Deployer } from "../stack/deployer.ts";
import { note, say } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface CloudCommandOptions {
  port?: string;
  ephemeral?: boolean;
  speed?: string;
  empty?: boolean;
  eventual?: boolean;
  json?: boolean;
}

const eventualNote =
  "A changed rule, role or permission takes five seconds to take effect everywhere. Turn this off with: npx workshop faults clear";

/**
 * `npx workshop cloud`: starts the local cloud and serves until Ctrl-C. Before the first `begin` it deploys the whole
 * choreography; during the workshop the learner decides what is deployed, and the stack comes back as it was.
 */
export async function cloud(options: CloudCommandOptions): Promise<void> {
  const { interrupted, signal } = untilInterrupted();
  const step = currentStep();
  const deployer = options.empty || step !== undefined ? undefined : new Deployer();
  const hosted = await runCloud(cloudOptionsFrom("cloud", options));
  try {
    const { running } = hosted;
    if (deployer) await Promise.race([withStackLock(running, (cloud) => deployer.deploy({ cloud })), interrupted]);
    const owed = options.empty ? undefined : owedSteps();
    if (owed !== undefined) await Promise.race([catchUp(owed, { quiet: options.json ?? false }), interrupted]);
    if (signal.aborted) return;
    const { endpoint, region, accountId, accessKeyId, secretAccessKey, providerPort } = running;
    if (options.json) {
      say(JSON.stringify({ endpoint, region, accountId, accessKeyId, secretAccessKey, providerPort }));
    } else {
      say(`The local cloud is at ${endpoint} (account ${accountId}, region ${region}).`);
      if (options.eventual) say(eventualNote);
      note(
        "For its keys, and how to use the aws command with it, see packages/local-cloud/README.md. Stop it with Ctrl-C.",
      );
    }
    if (step !== undefined && owed === undefined) note(`You are on step ${step}: nothing was deployed or changed.`);
    const failure = await Promise.race([interrupted, hosted.failed]);
    if (failure) throw failure;
  } finally {
    deployer?.close();
    await hosted.close();
  }
}

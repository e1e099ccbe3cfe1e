import { cloudOptionsFrom, runCloud } from "../cloud/run-cloud.ts";
import { withStackLock } from "../cloud/stack-lock.ts";
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

/** `npx workshop cloud`: starts the local cloud, deploys unless `--empty`, and serves until Ctrl-C. */
export async function cloud(options: CloudCommandOptions): Promise<void> {
  const { interrupted, signal } = untilInterrupted();
  const deployer = options.empty ? undefined : new Deployer();
  const hosted = await runCloud(cloudOptionsFrom(options));
  try {
    const { running } = hosted;
    if (deployer) await Promise.race([withStackLock(running, () => deployer.deploy({ cloud: running })), interrupted]);
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
    await interrupted;
  } finally {
    deployer?.close();
    await hosted.close();
  }
}

import { portFrom, runCloud } from "../cloud/run-cloud.ts";
import { speedFrom } from "../cloud/speed.ts";
import { withStack } from "../cloud/stack-lock.ts";
import { Deployer } from "../stack/deployer.ts";
import { note, say } from "../terminal/output.ts";
import { untilInterrupted } from "../terminal/until-interrupted.ts";

interface CloudCommandOptions {
  port?: string;
  ephemeral?: boolean;
  speed?: string;
  empty?: boolean;
  json?: boolean;
}

/** `npx workshop cloud`: the local cloud alone, until Ctrl-C. */
export async function cloud(options: CloudCommandOptions): Promise<void> {
  const { interrupted, signal } = untilInterrupted();
  const deployer = options.empty ? undefined : new Deployer();
  const hosted = await runCloud({
    port: portFrom(options.port),
    ephemeral: options.ephemeral ?? false,
    announce: true,
    speed: speedFrom(options.speed),
  });
  try {
    const { running } = hosted;
    if (deployer) await Promise.race([withStack(running, () => deployer.deploy({ cloud: running })), interrupted]);
    if (signal.aborted) return;
    const { endpoint, region, accountId, accessKeyId, secretAccessKey, providerPort } = running;
    if (options.json) {
      say(JSON.stringify({ endpoint, region, accountId, accessKeyId, secretAccessKey, providerPort }));
    } else {
      say(`The local cloud is at ${endpoint} (account ${accountId}, region ${region}).`);
      note("Its keys, and how to use it with the aws command: packages/local-cloud/README.md. Ctrl-C ends it.");
    }
    await interrupted;
  } finally {
    deployer?.close();
    await hosted.close();
  }
}

import { ProviderError } from "../contract/errors.ts";
import type { Invoke } from "../contract/invoke.ts";
import { string } from "../contract/schema.ts";

export const getRegion: Invoke = {
  args: { region: string(), name: string(), id: string(), endpoint: string() },

  call(args, cloud) {
    const here = {
      id: cloud.region,
      name: cloud.region,
      region: cloud.region,
      description: "US East (N. Virginia)",
      endpoint: `ec2.${cloud.region}.amazonaws.com`,
    };
    for (const name of ["region", "name", "id", "endpoint"] as const) {
      if (args[name] === undefined || args[name] === here[name]) continue;
      throw new ProviderError(`the local cloud is in ${cloud.region}, not in ${args[name]}`);
    }
    return here;
  },
};

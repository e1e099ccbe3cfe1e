import { ProviderError } from "../provider/errors.ts";
import type { Invoke } from "./index.ts";

export const getRegion: Invoke = (args, cloud) => {
  const asked = args.region ?? args.name ?? args.id ?? cloud.region;
  if (asked !== cloud.region)
    throw new ProviderError(`getRegion: the local cloud is in ${cloud.region}, not in ${asked}`);
  return {
    id: cloud.region,
    name: cloud.region,
    region: cloud.region,
    description: "US East (N. Virginia)",
    endpoint: `ec2.${cloud.region}.amazonaws.com`,
  };
};

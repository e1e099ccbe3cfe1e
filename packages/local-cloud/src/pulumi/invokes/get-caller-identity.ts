import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import type { Invoke } from "../contract/invoke.ts";
import { string } from "../contract/schema.ts";

export const getCallerIdentity: Invoke = {
  args: { id: string() },

  async call(_args, cloud) {
    const identity = await cloud.call<GetCallerIdentityResponse>("sts", "GetCallerIdentity", {});
    return { id: cloud.accountId, accountId: identity.Account!, arn: identity.Arn!, userId: identity.UserId! };
  },
};

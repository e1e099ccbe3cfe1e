import type { GetCallerIdentityResponse } from "@aws-sdk/client-sts";
import { string } from "../provider/schema.ts";
import type { Invoke } from "./index.ts";

export const getCallerIdentity: Invoke = {
  args: { id: string() },

  async call(_args, cloud) {
    const identity = await cloud.call<GetCallerIdentityResponse>("sts", "GetCallerIdentity", {});
    return { id: cloud.accountId, accountId: identity.Account!, arn: identity.Arn!, userId: identity.UserId! };
  },
};

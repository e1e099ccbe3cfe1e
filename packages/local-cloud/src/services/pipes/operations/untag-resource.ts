import type { UntagResourceRequest } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import type { Pipes } from "../pipes.ts";

export function untagResource(pipes: Pipes): Operation<Wire<UntagResourceRequest>, object> {
  return ({ resourceArn, tagKeys = [] }, context) => {
    const pipe = pipes.openByArn(resourceArn, "UntagResource", context);
    pipes.all.set(pipe.name, { ...pipe, tags: removeTags(pipe.tags, tagKeys) });
    return {};
  };
}

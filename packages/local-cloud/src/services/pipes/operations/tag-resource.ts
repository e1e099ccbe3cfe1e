import type { TagResourceRequest } from "@aws-sdk/client-pipes";
import type { Operation, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import type { Pipes } from "../pipes.ts";
import { tagErrors } from "../tags.ts";

export function tagResource(pipes: Pipes): Operation<Wire<TagResourceRequest>, object> {
  return ({ resourceArn, tags = {} }, context) => {
    const pipe = pipes.openByArn(resourceArn, "TagResource", context);
    pipes.all.set(pipe.name, { ...pipe, tags: addTags(pipe.tags, tags, tagErrors) });
    return {};
  };
}

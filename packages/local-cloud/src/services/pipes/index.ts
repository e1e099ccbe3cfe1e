import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { createPipe } from "./operations/create-pipe.ts";
import { deletePipe } from "./operations/delete-pipe.ts";
import { describePipe } from "./operations/describe-pipe.ts";
import { listPipes } from "./operations/list-pipes.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { startPipe } from "./operations/start-pipe.ts";
import { stopPipe } from "./operations/stop-pipe.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updatePipe } from "./operations/update-pipe.ts";
import { Pipes } from "./pipes.ts";
import { routes } from "./routes.ts";

/** Amazon EventBridge Pipes: from the stream of a DynamoDB table to an event bus. */
export function createPipes(account: Account): Service {
  const pipes = new Pipes(account);
  return {
    name: "pipes",
    wire: { kind: "rest-json", routes },
    operations: {
      CreatePipe: createPipe(pipes),
      DeletePipe: deletePipe(pipes),
      DescribePipe: describePipe(pipes),
      ListPipes: listPipes(pipes),
      ListTagsForResource: listTagsForResource(pipes),
      StartPipe: startPipe(pipes),
      StopPipe: stopPipe(pipes),
      TagResource: tagResource(pipes),
      UntagResource: untagResource(pipes),
      UpdatePipe: updatePipe(pipes),
    },
    pending: () => pipes.poller.pending(),
    resume: () => pipes.poller.resume(),
    close: () => pipes.poller.close(),
  };
}

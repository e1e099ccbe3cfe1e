import type { ListPipesRequest, ListPipesResponse } from "@aws-sdk/client-pipes";
import { Constraints } from "../../../core/constraints.ts";
import { afterKey, pageOf, type TokenFormat } from "../../../core/paging.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { listed } from "../describe-pipe.ts";
import { validationError } from "../errors.ts";
import type { Pipes } from "../pipes.ts";
import type { StoredPipe } from "../stored-pipe.ts";

const maxPage = 100;

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64",
  prefix: "pipe:",
  invalid: () => validationError("NextToken is not valid."),
};

/** "ListPipes": in the order of their names. */
export function listPipes(pipes: Pipes): Operation<Wire<ListPipesRequest>, Wire<ListPipesResponse>> {
  return (input, context) => {
    new Constraints().number("limit", input.Limit, { min: 1, max: maxPage }).check();
    context.authorize({ action: "pipes:ListPipes", resource: "*" });
    const all = [...pipes.all.values()].map((pipe) => pipes.current(pipe));
    const found = all.filter((pipe) => isWanted(pipe, input));
    const sorted = found.sort((one, other) => (one.name < other.name ? -1 : 1));
    const place = afterKey(({ name }: StoredPipe) => name);
    const { items, NextToken } = pageOf(format, sorted, {
      size: input.Limit ?? maxPage,
      token: input.NextToken,
      place,
    });
    return { Pipes: items.map(listed), ...(NextToken !== undefined && { NextToken }) };
  };
}

function isWanted(pipe: StoredPipe, wanted: Wire<ListPipesRequest>): boolean {
  return (
    pipe.name.startsWith(wanted.NamePrefix ?? "") &&
    pipe.source.startsWith(wanted.SourcePrefix ?? "") &&
    pipe.target.startsWith(wanted.TargetPrefix ?? "") &&
    (wanted.DesiredState === undefined || pipe.desiredState === wanted.DesiredState) &&
    (wanted.CurrentState === undefined || pipe.currentState === wanted.CurrentState)
  );
}

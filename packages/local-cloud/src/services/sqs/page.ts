import { AwsError } from "../../core/aws-error.ts";
import { afterKey, type Page, pageOf, type TokenFormat } from "../../core/paging.ts";
import { invalidValue, optionalInteger } from "./errors.ts";

const maxNames = 1000;

const format: TokenFormat<"NextToken"> = {
  member: "NextToken",
  encoding: "base64",
  invalid: (token) => invalidValue(token, "NextToken", "Invalid token."),
};

/** One page of sorted names. Without `MaxResults` it is the only one. */
export function pageOfNames(
  names: string[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): Page<string, "NextToken"> {
  const size = optionalInteger(input.MaxResults, "MaxResults", [1, maxNames], `Must be between 1 and ${maxNames}.`);
  if (size === undefined && input.NextToken !== undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      "MaxResults is a mandatory parameter when you provide a value for NextToken.",
    );
  }
  if (size === undefined) return { items: names.slice(0, maxNames) };
  return pageOf(format, names, { size, token: input.NextToken, place: afterKey((name) => name) });
}

import { AwsError } from "../../core/aws-error.ts";
import { optionalWhole } from "./errors.ts";

const mostNames = 1000;

/** A page of sorted names; the token is the last name that was given. */
export function pageOfNames(
  names: string[],
  input: { MaxResults?: number | undefined; NextToken?: string | undefined },
): { page: string[]; nextToken?: string } {
  const size = optionalWhole(input.MaxResults, "MaxResults", [1, mostNames], `Must be between 1 and ${mostNames}.`);
  if (input.NextToken !== undefined && size === undefined) {
    throw new AwsError(
      "InvalidParameterValue",
      "MaxResults is a mandatory parameter when you provide a value for NextToken.",
    );
  }
  const after = Buffer.from(input.NextToken ?? "", "base64").toString();
  const rest = names.filter((name) => name > after);
  const page = rest.slice(0, size ?? mostNames);
  if (size === undefined || rest.length <= size) return { page };
  return { page, nextToken: Buffer.from(page.at(-1)!).toString("base64") };
}

import { validationError } from "./errors.ts";

/** The path of a new role or policy. Default: "/" ("IAM identifiers"). */
export function pathOf(path = "/"): string {
  if (/^\/([\x21-\x7e]+\/)?$/.test(path)) return path;
  throw validationError(
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
  );
}

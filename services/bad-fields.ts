import type { ZodError } from "zod";

/** What is wrong with each field, e.g. [{ field: "amount", problem: "expected number, received string" }]. */
export function badFields(error: ZodError): { field: string; problem: string }[] {
  return error.issues.map((issue) => ({
    field: issue.path.join(".") || "(the whole)",
    problem: issue.message.replace(/^Invalid input: /, ""),
  }));
}

import type { ZodError } from "zod";

/** Every invalid field and its problem, e.g. [{ field: "amount", problem: "expected number, received string" }]. */
export function badFields(error: ZodError): { field: string; problem: string }[] {
  return error.issues.map((issue) => ({
    field: issue.path.join(".") || "(root)",
    problem: issue.message.replace(/^Invalid input: /, ""),
  }));
}

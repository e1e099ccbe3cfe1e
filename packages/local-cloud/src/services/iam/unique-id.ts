import type { Account } from "../../core/account.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A unique id ("IAM identifiers"): AROA… for a role, ANPA… for a managed policy. */
export function uniqueId({ random }: Account, prefix: "AROA" | "ANPA"): string {
  return `${prefix}${Array.from({ length: 17 }, () => alphabet[random.below(32)]).join("")}`;
}

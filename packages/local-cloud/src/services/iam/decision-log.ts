import type { Access } from "../../core/service.ts";
import type { Decision } from "./policy/evaluate.ts";

/** One access that a caller attempted, and the decision. */
export interface DecisionRecord {
  /** The caller as in error messages, e.g. arn:aws:sts::000000000000:assumed-role/charge/charge. */
  principal: string;
  /** The role's name, if the caller is a role. */
  roleName: string | undefined;
  action: string;
  resource: string;
  conditions: Readonly<Record<string, string | string[]>>;
  decision: Decision;
  /** How many times it was attempted. */
  times: number;
}

/** A day of calls has a few hundred different ones. Far more come only from a loop over generated names. */
const maxRecords = 100_000;

/** Which caller used which action on which resource, each combination once: it shows the permissions that a role needs. */
export class DecisionLog {
  readonly #records = new Map<string, DecisionRecord>();

  record(principal: string, roleName: string | undefined, access: Access, decision: Decision): void {
    const conditions = access.conditions ? Object.entries(access.conditions).join("\n") : "";
    const key = `${principal}\n${access.action}\n${access.resource}\n${decision}\n${conditions}`;
    const found = this.#records.get(key);
    if (found) found.times++;
    else if (this.#records.size < maxRecords) {
      this.#records.set(key, {
        principal,
        roleName,
        action: access.action,
        resource: access.resource,
        conditions: access.conditions ?? {},
        decision,
        times: 1,
      });
    }
  }

  /** In the order of their first attempts. */
  all(): DecisionRecord[] {
    return [...this.#records.values()];
  }

  clear(): void {
    this.#records.clear();
  }
}

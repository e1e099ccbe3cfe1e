import type { Access } from "../../core/service.ts";
import type { Decision } from "./policy/evaluate.ts";

/** What one caller did, or tried, and how that was decided. */
export interface DecisionRecord {
  /** As error messages name the caller, e.g. arn:aws:sts::000000000000:assumed-role/charge/charge. */
  principal: string;
  /** The name of the role, if it was one. */
  roleName: string | undefined;
  action: string;
  resource: string;
  conditions: Readonly<Record<string, string | string[]>>;
  decision: Decision;
  /** How many times. */
  times: number;
}

/** A day of calls is a few hundred different ones; a thousand times that is a loop over made-up names. */
const differentAtMost = 100_000;

/** Who used which action on which resource, each combination once: what a role needs can be read here. */
export class DecisionLog {
  readonly #records = new Map<string, DecisionRecord>();

  note(principal: string, roleName: string | undefined, access: Access, decision: Decision): void {
    const conditions = access.conditions ? Object.entries(access.conditions).join("\n") : "";
    const key = `${principal}\n${access.action}\n${access.resource}\n${decision}\n${conditions}`;
    const found = this.#records.get(key);
    if (found) found.times++;
    else if (this.#records.size < differentAtMost) {
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

  /** In the order in which they were first made. */
  all(): DecisionRecord[] {
    return [...this.#records.values()];
  }

  clear(): void {
    this.#records.clear();
  }
}

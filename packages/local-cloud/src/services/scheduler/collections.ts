import type { Collection, Store } from "../../core/store.ts";
import type { Work } from "../../core/work-queue.ts";
import { noSuchGroup, noSuchSchedule } from "./errors.ts";
import type { Invocation } from "./invocations/invocation.ts";
import type { StoredGroup, StoredSchedule } from "./stored.ts";

/** EventBridge Scheduler's collections in the account's store, with lookups that throw AWS's errors. */
export class Collections {
  readonly groups: Collection<StoredGroup>;
  /** By `scheduleKey`. */
  readonly schedules: Collection<StoredSchedule>;
  /** The next time of each enabled schedule, by `scheduleKey`. */
  readonly nextTimes: Collection<Work>;
  /** Invocations that are not over, by ascending sequence numbers. */
  readonly invocations: Collection<Invocation>;

  constructor(store: Store) {
    this.groups = store.collection("scheduler/groups");
    this.schedules = store.collection("scheduler/schedules");
    this.nextTimes = store.collection("scheduler/next-times");
    this.invocations = store.collection("scheduler/invocations");
  }

  group(name: string): StoredGroup {
    const group = this.groups.get(name);
    if (!group) throw noSuchGroup(name);
    return group;
  }

  schedule(groupName: string, name: string): StoredSchedule {
    const schedule = this.schedules.get(scheduleKey({ groupName, name }));
    if (!schedule) throw noSuchSchedule(name);
    return schedule;
  }
}

/** Neither name can contain a slash. */
export function scheduleKey({ groupName, name }: Pick<StoredSchedule, "groupName" | "name">): string {
  return `${groupName}/${name}`;
}

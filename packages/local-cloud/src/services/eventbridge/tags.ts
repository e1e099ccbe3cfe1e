import type { Collections } from "./collections.ts";
import { limitExceeded, validationError } from "./errors.ts";
import { Constraints } from "./validation.ts";

/** As the API has them. */
export interface Tag {
  Key: string | undefined;
  Value: string | undefined;
}

const mostTags = 50;

/** Checks a request's tags ("TagResource": constraints, and "aws:" being AWS's own prefix). */
export function checkTags(tags: readonly Tag[] | undefined): void {
  const constraints = new Constraints().list("tags", tags, {});
  tags?.forEach(({ Key, Value }, at) => {
    constraints.text(`tags.${at + 1}.member.key`, Key, { required: true, min: 1, max: 128 });
    constraints.text(`tags.${at + 1}.member.value`, Value, { required: true, max: 256 });
  });
  constraints.check();
  const reserved = tags?.find(({ Key }) => Key?.toLowerCase().startsWith("aws:"));
  if (reserved)
    throw validationError(`Tag key ${reserved.Key} is not valid: keys that start with aws: are reserved for AWS.`);
}

/** The tags of buses and rules. */
export class Tags {
  readonly #state: Collections;

  constructor(state: Collections) {
    this.#state = state;
  }

  of(arn: string): Tag[] {
    return Object.entries(this.#state.tags.get(arn) ?? {}).map(([Key, Value]) => ({ Key, Value }));
  }

  add(arn: string, tags: readonly Tag[]): void {
    if (tags.length === 0) return;
    const all = { ...this.#state.tags.get(arn), ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])) };
    if (Object.keys(all).length > mostTags) throw limitExceeded();
    this.#state.tags.set(arn, all);
  }

  remove(arn: string, keys: readonly string[]): void {
    const left = Object.entries(this.#state.tags.get(arn) ?? {}).filter(([key]) => !keys.includes(key));
    if (left.length === 0) this.#state.tags.delete(arn);
    else this.#state.tags.set(arn, Object.fromEntries(left));
  }

  removeAll(arn: string): void {
    this.#state.tags.delete(arn);
  }
}

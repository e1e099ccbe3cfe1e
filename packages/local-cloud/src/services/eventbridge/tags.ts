import { Constraints } from "../../core/constraints.ts";
import { addTags, isReservedKey, listTags, removeTags, type Tag, tagsFromList } from "../../core/tags.ts";
import type { Collections } from "./collections.ts";
import { limitExceeded, validationError } from "./errors.ts";

/** Checks a request's tags ("TagResource"). Like all EventBridge constraints, those on length are reported together. */
export function checkTags(tags: readonly Tag[] | undefined): void {
  const constraints = new Constraints().list("tags", tags, {});
  tags?.forEach(({ Key, Value }, at) => {
    constraints.text(`tags.${at + 1}.member.key`, Key, { required: true, min: 1, max: 128 });
    constraints.text(`tags.${at + 1}.member.value`, Value, { required: true, max: 256 });
  });
  constraints.check();
  const reserved = tags?.find(({ Key }) => isReservedKey(Key!));
  if (reserved)
    throw validationError(`Tag key ${reserved.Key} is not valid: keys that start with aws: are reserved for AWS.`);
}

/** The tags of buses and rules. */
export class Tags {
  readonly #state: Collections;

  constructor(state: Collections) {
    this.#state = state;
  }

  of(arn: string): { Key: string; Value: string }[] {
    return listTags(this.#state.tags.get(arn));
  }

  add(arn: string, tags: readonly Tag[]): void {
    if (tags.length === 0) return;
    const all = addTags(this.#state.tags.get(arn), tagsFromList(tags), { tooMany: limitExceeded });
    this.#state.tags.set(arn, all);
  }

  remove(arn: string, keys: readonly string[]): void {
    const left = removeTags(this.#state.tags.get(arn), keys);
    if (Object.keys(left).length === 0) this.#state.tags.delete(arn);
    else this.#state.tags.set(arn, left);
  }

  removeAll(arn: string): void {
    this.#state.tags.delete(arn);
  }
}

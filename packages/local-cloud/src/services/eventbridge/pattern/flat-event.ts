import type { Scalar } from "./value-test.ts";

/** For each array of objects around a value: array id → index of the element that contains the value. */
export type Membership = ReadonlyMap<number, number>;

export interface Leaf {
  readonly value: Scalar;
  readonly membership: Membership;
}

/** An event's leaves by path. The elements of an array have the array's own path. */
export interface FlatEvent {
  readonly leaves: ReadonlyMap<string, readonly Leaf[]>;
  /** Whether any leaf is in an array of objects; without one, no combination of leaves can be inconsistent. */
  readonly hasMemberships: boolean;
}

const outsideArrays: Membership = new Map();

/** Walks an event once. */
export function flatten(event: object): FlatEvent {
  const leaves = new Map<string, Leaf[]>();
  let arrays = 0;
  let hasMemberships = false;

  const visit = (value: unknown, path: string, membership: Membership, element: () => Membership): void => {
    if (Array.isArray(value)) visitArray(value, path, membership);
    else if (typeof value === "object" && value !== null) visitObject(value, `${path}.`, element());
    else if (value !== undefined) add(path, { value: value as Scalar, membership });
  };
  const visitArray = (array: unknown[], path: string, membership: Membership): void => {
    const id = arrays++;
    array.forEach((value, index) => {
      const within = () => {
        hasMemberships = true;
        return new Map(membership).set(id, index);
      };
      if (Array.isArray(value)) visitArray(value, path, within());
      // A plain value in an array is matched on its own, whatever the other elements are.
      else visit(value, path, membership, within);
    });
  };
  const visitObject = (object: object, prefix: string, membership: Membership): void => {
    for (const [name, value] of Object.entries(object)) visit(value, prefix + name, membership, () => membership);
  };
  const add = (path: string, leaf: Leaf): void => {
    const found = leaves.get(path);
    if (found) found.push(leaf);
    else leaves.set(path, [leaf]);
  };

  visitObject(event, "", outsideArrays);
  return { leaves, hasMemberships };
}

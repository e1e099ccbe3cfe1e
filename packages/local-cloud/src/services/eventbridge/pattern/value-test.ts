/** What a leaf of an event can hold. */
export type Scalar = string | number | boolean | null;

/** One element of the array that a pattern gives for a field, ready to be asked. */
export type ValueTest =
  /** The field holds this value; strings compare by character, numbers as numbers. */
  | { kind: "exact"; value: Scalar }
  /** The field holds a value of which this is true. */
  | { kind: "test"; test: (value: Scalar) => boolean; wildcards?: readonly string[] }
  /** The event has no leaf of that name. */
  | { kind: "absent" };

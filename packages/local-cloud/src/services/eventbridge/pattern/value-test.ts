/** The value of a leaf in an event. */
export type Scalar = string | number | boolean | null;

/** One element of a field's array in a pattern, compiled. */
export type ValueTest =
  /** The field has this value; strings compare character by character, numbers by value. */
  | { kind: "exact"; value: Scalar }
  /** The field has a value that passes this test. */
  | { kind: "test"; test: (value: Scalar) => boolean; wildcards?: readonly string[] }
  /** The event has no leaf with that name. */
  | { kind: "absent" };

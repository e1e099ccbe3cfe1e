import type { PropertyMap, PropertyValue } from "../wire/values.ts";

/**
 * One input property of a resource type, as `@pulumi/aws` names it. What is not declared is not
 * supported, and naming it in a program is an error.
 */
export type Property = PropertyRules &
  (
    | { kind: "string"; oneOf?: readonly string[]; pattern?: RegExp; max?: number }
    /** A whole number, unless `fraction`. */
    | { kind: "number"; oneOf?: readonly number[]; min?: number; max?: number; fraction?: boolean }
    | { kind: "boolean" }
    /** JSON text, or the object itself; two texts that mean the same do not differ. */
    | { kind: "json" }
    /** `unordered`: a set, in which the order says nothing. */
    | { kind: "list"; item: Property; unordered?: boolean }
    | { kind: "object"; members: Properties }
    /** Free keys, values of one kind. */
    | { kind: "map"; item: Property }
    | { kind: "archive" }
  );

export interface PropertyRules {
  required?: boolean;
  /** AWS cannot change it: a new value needs a new resource. */
  replace?: boolean;
  /** What the real provider assumes if it is left out. */
  default?: PropertyValue;
  /** Auto-generated from the logical name if left out. */
  autoName?: AutoName;
  /** AWS never tells it (an archive), or it is the provider's own (skipDestroy): refresh keeps what was said. */
  unread?: boolean;
  /** AWS chooses a value if none is given: leaving it out is no change. */
  computed?: boolean;
}

export interface AutoName {
  max: number;
  /** Made of the name and a random part, e.g. ".fifo" after it. */
  suffix?: (inputs: PropertyMap) => string;
}

export type Properties = Readonly<Record<string, Property>>;

type Rest<K extends Property["kind"]> = Omit<Extract<Property, { kind: K }>, "kind">;

export const string = (rules: Rest<"string"> = {}): Property => ({ kind: "string", ...rules });
export const number = (rules: Rest<"number"> = {}): Property => ({ kind: "number", ...rules });
export const boolean = (rules: Rest<"boolean"> = {}): Property => ({ kind: "boolean", ...rules });
export const json = (rules: Rest<"json"> = {}): Property => ({ kind: "json", ...rules });
export const archive = (rules: Rest<"archive"> = {}): Property => ({ kind: "archive", ...rules });
export const list = (item: Property, rules: Omit<Rest<"list">, "item"> = {}): Property => ({
  kind: "list",
  item,
  ...rules,
});
export const object = (members: Properties, rules: Omit<Rest<"object">, "members"> = {}): Property => ({
  kind: "object",
  members,
  ...rules,
});
export const map = (item: Property, rules: Omit<Rest<"map">, "item"> = {}): Property => ({
  kind: "map",
  item,
  ...rules,
});

export const tags = map(string({ max: 256 }));

import type { PropertyMap, PropertyValue } from "../property-values/values.ts";

/**
 * One input property of a resource type, named as in `@pulumi/aws`. Properties that are not declared are not supported:
 * a program that sets one gets an error.
 */
export type Property = PropertyRules &
  (
    | { kind: "string"; oneOf?: readonly string[]; pattern?: RegExp; max?: number }
    /** An integer, unless `fraction`. */
    | { kind: "number"; oneOf?: readonly number[]; min?: number; max?: number; fraction?: boolean }
    | { kind: "boolean" }
    /** A JSON string, or the object itself. Strings that parse to the same value do not differ. */
    | { kind: "json" }
    /** `unordered`: a set. */
    | { kind: "list"; item: Property; unordered?: boolean }
    | { kind: "object"; members: Properties }
    /** Any keys, values of one kind. */
    | { kind: "map"; item: Property }
    | { kind: "archive" }
  );

interface PropertyRules {
  required?: boolean;
  /** Members of the same object that exclude this one, as in AWS's own provider. */
  conflictsWith?: readonly string[];
  /** AWS cannot change it: a new value needs a replacement. */
  replace?: boolean;
  /** AWS's own provider's default. */
  default?: PropertyValue;
  /** Generated from the logical name if left out. */
  autoName?: AutoName;
  /** AWS never returns it (an archive), or only the provider knows it (skipDestroy). A refresh keeps the input. */
  unread?: boolean;
  /** AWS chooses a value if none is given, so removing it from the program changes nothing. */
  computed?: boolean;
}

interface AutoName {
  max: number;
  /** What follows the random part, e.g. ".fifo". */
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

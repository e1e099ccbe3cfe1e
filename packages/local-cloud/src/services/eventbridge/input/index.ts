import type { Delivery } from "../delivery/delivery.ts";
import { follow, parseJsonPath } from "./json-path.ts";
import { transform } from "./transformer.ts";

/** The input sent to a target: the event, a constant, a part of the event, or a filled template. */
export function inputFor(delivery: Delivery): string {
  const { Input, InputPath, InputTransformer } = delivery.target;
  if (Input !== undefined) return Input;
  // A path that selects nothing yields an empty object.
  if (InputPath !== undefined) return JSON.stringify(follow(parseJsonPath(InputPath)!, delivery.event) ?? {});
  if (InputTransformer !== undefined) return transform(delivery);
  return JSON.stringify(delivery.event);
}

import { Constraints } from "../../core/constraints.ts";
import { namePattern } from "./validation.ts";

export function checkReplayName(name: string | undefined): string {
  new Constraints().text("replayName", name, { required: true, min: 1, max: 64, pattern: namePattern }).check();
  return name!;
}

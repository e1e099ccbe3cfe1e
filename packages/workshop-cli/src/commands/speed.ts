import { createControl } from "@event-choreography/local-cloud/control";
import { speedFrom } from "../cloud/speed.ts";
import { requireRunningCloud } from "../connection/connection.ts";
import { note, say, sayJson } from "../terminal/output.ts";

/** `npx workshop speed [60]`: shows or sets the speed of the local cloud's clock. */
export async function speed(text: string | undefined, options: { json?: boolean }): Promise<void> {
  const control = createControl(await requireRunningCloud());
  const clock = text === undefined ? await control.clock() : await control.setSpeed(speedFrom(text));
  if (options.json) return sayJson(clock);
  say(`The local cloud's clock shows ${new Date(clock.now).toISOString()}, and runs ${inWords(clock.scale)}.`);
  if (clock.scale > 1) note("For normal speed: npx workshop speed 1");
  else note("To see Lambda's retries at a minute per second: npx workshop speed 60");
}

function inWords(scale: number): string {
  return scale === 1 ? "at normal speed" : `${scale} times as fast`;
}

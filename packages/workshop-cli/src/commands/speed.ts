import { createControl } from "@event-choreography/local-cloud/control";
import { speedFrom } from "../cloud/speed.ts";
import { requireRunningCloud } from "../connection/connection.ts";
import { note, say, sayJson } from "../terminal/output.ts";

/** `npx workshop speed [60]`: how fast time goes in the running local cloud. */
export async function speed(text: string | undefined, options: { json?: boolean }): Promise<void> {
  const control = createControl(requireRunningCloud());
  const clock = text === undefined ? await control.clock() : await control.setSpeed(speedFrom(text));
  if (options.json) return sayJson(clock);
  say(`In the local cloud it is ${new Date(clock.now).toISOString()}, and time goes ${inWords(clock.scale)}.`);
  if (clock.scale > 1) note("As fast as here again: npx workshop speed 1");
  else note("A minute in a second, to see Lambda's retries: npx workshop speed 60");
}

function inWords(scale: number): string {
  return scale === 1 ? "as fast as here" : `${scale} times as fast as here`;
}

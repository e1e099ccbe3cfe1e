import { createControl } from "@event-choreography/local-cloud/control";
import { expect, test } from "vitest";
import { runCloud } from "./run-cloud.ts";

test.each([
  ["takes its time for changes with --eventual", true, ["eventual"]],
  ["has no fault otherwise", false, []],
])("a cloud %s", async (_, eventual, kinds) => {
  const hosted = await runCloud({ command: "cloud", port: 0, ephemeral: true, announce: false, eventual });
  try {
    const { faults } = await createControl(hosted.running).faults();

    expect(faults.map(({ kind }) => kind)).toEqual(kinds);
  } finally {
    await hosted.close();
  }
});

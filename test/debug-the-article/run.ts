/** `npm run hunt [number]`: runs one hunt, or all of them, against docs/debug-the-article/. Exits with 1 if one is open. */
import { paint, say } from "@event-choreography/workshop-cli/terminal";
import { describeHunt, describeProblem, hunts } from "./hunts.ts";
import { readSketch } from "./sketch.ts";

// The SDK's notice about future Node versions is for maintainers.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

const asked = process.argv[2];
const numbers = asked === undefined ? Object.keys(hunts) : [asked];
try {
  const sketch = readSketch("docs/debug-the-article");
  for (const number of numbers) {
    const hunt = hunts[Number(number)];
    if (!hunt) throw new Error(`There is no hunt "${number}". The hunts go from 1 to ${Object.keys(hunts).length}.`);
    const finding = await hunt.run(sketch);
    if (!finding.fixed) process.exitCode = 1;
    for (const line of describeHunt(Number(number), hunt, finding, { withLines: asked !== undefined })) say(line);
  }
} catch (error) {
  process.exitCode = 1;
  for (const line of describeProblem(error)) say(line);
}
if (process.exitCode === 1 && asked === undefined) say(`\nRun one of them: ${paint.bold("npm run hunt 1")}`);

//#region start
import { startCloud } from "../src/index.ts";

await using cloud = await startCloud({ clock: { scale: 60 } }); // a minute passes in a second
console.log(cloud.endpoint, cloud.credentials, cloud.seed);
//#endregion

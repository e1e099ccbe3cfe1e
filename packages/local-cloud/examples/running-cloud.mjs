//#region start
import { startCloud } from "@event-choreography/local-cloud";

const cloud = await startCloud({ folder: ".cloud", port: 4567 });
console.log(cloud.endpoint, cloud.credentials);
//#endregion

process.once("SIGINT", () => void cloud.close());

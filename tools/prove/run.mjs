// `npm run prove`.
import { register } from "tsx/esm/api";

register();
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
const { main } = await import("./main.ts");
await main(process.argv.slice(2));

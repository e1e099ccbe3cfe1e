// `npm run docs:sync`. tsx must be registered before the first TypeScript file is imported.
import { register } from "tsx/esm/api";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";
register();
const { sync } = await import("./sync.ts");
await sync(process.argv.slice(2));

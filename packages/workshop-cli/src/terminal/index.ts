export { duration, note, paint, say, sayJson, table } from "./output.ts";

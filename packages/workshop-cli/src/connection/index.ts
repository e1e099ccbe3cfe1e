export { signedFetch } from "./signed-fetch.ts";

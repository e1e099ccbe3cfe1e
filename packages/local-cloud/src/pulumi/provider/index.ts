/** The Pulumi provider alone. It loads in a fraction of the time that Pulumi's own runtime takes. */
export { connectProvider } from "./connect-provider.ts";
export { createProvider } from "./create-provider.ts";
export { type ProviderServer, serveProvider } from "./serve-provider.ts";

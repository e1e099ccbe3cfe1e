import { timingSafeEqual } from "node:crypto";
import * as grpc from "@grpc/grpc-js";
import { isOwnUser, peerUser } from "../../core/peer-user.ts";
import { type PropertyMap, plain } from "../property-values/values.ts";

/** The header in which `connectProvider` sends the account's secret. */
export const secretHeader = "local-cloud-secret";

/** More connections than a person has at a time: the oldest are forgotten, and configure again. */
const maxConnections = 1000;

export interface CallersOptions {
  /** The secret key of the account's administrator. Without it, only the system can tell who calls. */
  secret?: string | undefined;
  /** For tests: the user behind a connection, instead of the one that the system tells. */
  userOf?: typeof peerUser | undefined;
}

/** What a call shows of its caller. */
type Call = Pick<grpc.ServerUnaryCall<unknown, unknown>, "getPeer" | "metadata">;

/**
 * Decides who may call the provider. Its port is open to every user of this machine, and the Pulumi CLI, which attaches to
 * it, cannot send a secret with each call. So a caller is trusted if it sends the secret as `connectProvider` does; or if the
 * system says that it is a process of the same user (Linux); or, where the system does not say, if it has configured the
 * provider with the account's secret key on the same connection, as the CLI does if aws:secretKey is set.
 */
export class Callers {
  readonly #port: () => number;
  readonly #secret: string | undefined;
  readonly #userOf: typeof peerUser;
  /** The clients' addresses. */
  readonly #configured = new Set<string>();

  constructor(port: () => number, { secret, userOf = peerUser }: CallersOptions) {
    this.#port = port;
    this.#secret = secret;
    this.#userOf = userOf;
  }

  /** Notes the connection if the configuration has the secret key. */
  configure(call: Call, args: PropertyMap): void {
    if (!this.#isSecret(plain(args.secretKey ?? null))) return;
    if (this.#configured.size >= maxConnections) this.#configured.delete(this.#configured.keys().next().value!);
    this.#configured.add(call.getPeer());
  }

  mayCall(call: Call): boolean {
    if (this.#isSecret(call.metadata.get(secretHeader)[0])) return true;
    const user = this.#userOf({ port: this.#port(), peerPort: portOf(call.getPeer()) });
    return user === undefined ? this.#configured.has(call.getPeer()) : isOwnUser(user);
  }

  #isSecret(given: unknown): boolean {
    if (this.#secret === undefined || typeof given !== "string") return false;
    const [secret, candidate] = [Buffer.from(this.#secret), Buffer.from(given)];
    return secret.length === candidate.length && timingSafeEqual(secret, candidate);
  }
}

/** The refusal, as the Pulumi CLI prints it. */
export const refusal: Partial<grpc.StatusObject> = {
  code: grpc.status.PERMISSION_DENIED,
  details:
    "this provider only serves the user who started the local cloud. Set aws:accessKey and aws:secretKey to the local " +
    "cloud's credentials: pulumi config set --secret aws:secretKey …",
};

/** Of an address such as 127.0.0.1:50051. */
function portOf(peer: string): number {
  return Number(peer.slice(peer.lastIndexOf(":") + 1));
}

import type { Credentials, RoleSession } from "../../core/account.ts";
import type { Principal } from "../../core/principal.ts";
import type { Random } from "../../core/random.ts";
import type { Store } from "../../core/store.ts";

/** A key that the endpoint knows, and who signs with it. */
export interface KnownKey {
  credentials: Credentials;
  principal: Principal;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const base64 = `${base32.slice(0, 26)}abcdefghijklmnopqrstuvwxyz0123456789+/`;

/**
 * Who signs with which key: the account's administrator, whose key is kept, and the sessions of
 * roles, whose keys end with the process.
 */
export class CredentialStore {
  readonly admin: Credentials;
  readonly #accountId: string;
  readonly #random: Random;
  readonly #keys = new Map<string, KnownKey>();

  constructor(options: { accountId: string; random: Random; store: Store; admin?: Credentials | undefined }) {
    this.#accountId = options.accountId;
    this.#random = options.random;
    this.admin = this.#adminCredentials(options.store, options.admin);
    this.#keys.set(this.admin.accessKeyId, {
      credentials: this.admin,
      principal: { kind: "account", accountId: this.#accountId },
    });
  }

  find(accessKeyId: string): KnownKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** New credentials for `session`; whoever signs with them is that very object. */
  issue(session: RoleSession): Credentials {
    const credentials = {
      accessKeyId: `ASIA${this.#text(base32, 16)}`,
      secretAccessKey: this.#text(base64, 40),
      sessionToken: this.#text(base64, 120),
    };
    this.#keys.set(credentials.accessKeyId, { credentials, principal: session });
    return credentials;
  }

  #adminCredentials(store: Store, given: Credentials | undefined): Credentials {
    const kept = store.collection<Credentials>("iam/admin-credentials");
    const admin = given ??
      kept.get("admin") ?? {
        accessKeyId: `AKIA${this.#text(base32, 16)}`,
        secretAccessKey: this.#text(base64, 40),
      };
    kept.set("admin", admin);
    return admin;
  }

  #text(alphabet: string, length: number): string {
    let text = "";
    while (text.length < length) text += alphabet[this.#random.below(alphabet.length)];
    return text;
  }
}

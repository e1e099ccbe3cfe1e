import type { Credentials, RoleSession } from "../../core/account.ts";
import type { Principal } from "../../core/principal.ts";
import type { Random } from "../../core/random.ts";
import type { Store } from "../../core/store.ts";

/** An access key and the principal that signs with it. */
export interface AccessKey {
  credentials: Credentials;
  principal: Principal;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const base64 = `${base32.slice(0, 26)}abcdefghijklmnopqrstuvwxyz0123456789+/`;

/**
 * The access keys of an account: the administrator's, which is stored, and those of role sessions,
 * which are lost when the process ends.
 */
export class CredentialStore {
  readonly admin: Credentials;
  readonly #accountId: string;
  readonly #random: Random;
  readonly #keys = new Map<string, AccessKey>();

  constructor(options: { accountId: string; random: Random; store: Store; admin?: Credentials | undefined }) {
    this.#accountId = options.accountId;
    this.#random = options.random;
    this.admin = this.#adminCredentials(options.store, options.admin);
    this.#keys.set(this.admin.accessKeyId, {
      credentials: this.admin,
      principal: { kind: "account", accountId: this.#accountId },
    });
  }

  find(accessKeyId: string): AccessKey | undefined {
    return this.#keys.get(accessKeyId);
  }

  /** Issues new credentials for `session`; `find` returns that very object as their principal. */
  issue(session: RoleSession): Credentials {
    const credentials = {
      accessKeyId: `ASIA${this.#randomString(base32, 16)}`,
      secretAccessKey: this.#randomString(base64, 40),
      sessionToken: this.#randomString(base64, 120),
    };
    this.#keys.set(credentials.accessKeyId, { credentials, principal: session });
    return credentials;
  }

  #adminCredentials(store: Store, given: Credentials | undefined): Credentials {
    const stored = store.collection<Credentials>("iam/admin-credentials");
    const admin = given ??
      stored.get("admin") ?? {
        accessKeyId: `AKIA${this.#randomString(base32, 16)}`,
        secretAccessKey: this.#randomString(base64, 40),
      };
    stored.set("admin", admin);
    return admin;
  }

  #randomString(alphabet: string, length: number): string {
    let text = "";
    while (text.length < length) text += alphabet[this.#random.below(alphabet.length)];
    return text;
  }
}

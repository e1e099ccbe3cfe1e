import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { isMap, marked, markingOf, type PropertyMap, type PropertyValue } from "../property-values/values.ts";
import { StateFileError } from "./errors.ts";

/** Encrypts the secrets in a stack's state, with a key in a file next to it. */
export class SecretsManager {
  readonly #keyFile: string;
  #key: Buffer | undefined;

  constructor(keyFile: string) {
    this.#keyFile = keyFile;
  }

  /** The value with every secret in it encrypted. */
  encrypt(value: PropertyValue): PropertyValue {
    if (markingOf(value) === "secret") {
      return marked("secret", {
        ciphertext: this.#encryptString(JSON.stringify((value as PropertyMap).value ?? null)),
      });
    }
    return mapMembers(value, (member) => this.encrypt(member));
  }

  /** @throws StateFileError if the key is missing or another one. */
  decrypt(value: PropertyValue): PropertyValue {
    if (markingOf(value) === "secret") {
      const { ciphertext } = value as PropertyMap;
      return marked("secret", { value: JSON.parse(this.#decryptString(String(ciphertext))) as PropertyValue });
    }
    return mapMembers(value, (member) => this.decrypt(member));
  }

  #encryptString(text: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.#keyForWriting(), iv);
    const content = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
    return [iv, cipher.getAuthTag(), content].map((part) => part.toString("base64")).join(":");
  }

  #decryptString(ciphertext: string): string {
    const key = this.#keyForReading();
    try {
      const [iv, tag, content] = ciphertext.split(":").map((part) => Buffer.from(part, "base64"));
      const decipher = createDecipheriv("aes-256-gcm", key, iv!);
      decipher.setAuthTag(tag!);
      return Buffer.concat([decipher.update(content!), decipher.final()]).toString("utf8");
    } catch (error) {
      throw new StateFileError(
        `The stack's secrets cannot be read with the key ${this.#keyFile}: ${(error as Error).message}`,
      );
    }
  }

  #keyForWriting(): Buffer {
    if (this.#key) return this.#key;
    if (existsSync(this.#keyFile)) return this.#keyForReading();
    this.#key = randomBytes(32);
    writeFileSync(this.#keyFile, `${this.#key.toString("base64")}\n`, { mode: 0o600 });
    return this.#key;
  }

  #keyForReading(): Buffer {
    if (this.#key) return this.#key;
    if (!existsSync(this.#keyFile)) {
      throw new StateFileError(`The stack's secrets cannot be read: their key, ${this.#keyFile}, is missing.`);
    }
    this.#key = Buffer.from(readFileSync(this.#keyFile, "utf8"), "base64");
    return this.#key;
  }
}

function mapMembers(value: PropertyValue, change: (member: PropertyValue) => PropertyValue): PropertyValue {
  if (Array.isArray(value)) return value.map(change);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, change(member)]));
}

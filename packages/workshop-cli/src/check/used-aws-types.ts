import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const namespaceImport = /^import \* as (\w+) from "\.\/\1";\n/gm;
/** On lines of its own, so that no string is taken for one. */
const comment = /^[ \t]*\/\*\*[\s\S]*?\*\/[ \t]*$/gm;
/** `aws.lambda`, and `aws.types.input.lambda`. */
const usualName = /\baws\s*\.\s*(?:types\s*\.\s*\w+\s*\.\s*)?(\w+)/g;
const blockStart = /^export declare namespace (\w+) \{$/gm;

/**
 * The types of @pulumi/aws, without the services that no program uses. The package describes more than two hundred AWS
 * services, in files of megabytes: with all of them, the type checker needs twice the time and the memory.
 */
export class UsedAwsTypes {
  readonly #packages: string;
  readonly #folder: string;
  readonly #all: ReadonlySet<string>;
  /** The files that describe all services. */
  readonly #partial: ReadonlySet<string>;
  readonly #used = new Set<string>();

  /** @param packages The folder node_modules */
  constructor(packages: string) {
    this.#packages = packages;
    this.#folder = join(packages, "@pulumi", "aws");
    const index = join(this.#folder, "index.d.ts");
    this.#partial = new Set([index, ...["input", "output"].map((name) => join(this.#folder, "types", `${name}.d.ts`))]);
    const text = existsSync(index) ? readFileSync(index, "utf8") : "";
    this.#all = new Set([...text.matchAll(namespaceImport)].map(([, name]) => name!));
    // Not a service: the arguments of all of them.
    this.#use("types");
  }

  /** A number that grows when the file's content changes, since another service is used. */
  versionOf(file: string): number {
    return this.#isPartial(file) ? this.#used.size : 0;
  }

  /** Adds the services that a program's file names. */
  addFrom(source: string): void {
    if (!source.includes("@pulumi/aws")) return;
    // `aws.lambda` is how the workshop writes it. Whoever imports in another way may mean any word.
    const isUsual = /import \* as aws from "@pulumi\/aws"/.test(source) && source.split("@pulumi/aws").length === 2;
    for (const [, name] of source.matchAll(isUsual ? usualName : /\b(\w+)\b/g)) this.#use(name!);
  }

  /** The content of a package's type declarations; undefined if the file is none, so that it is read as it is. */
  textOf(file: string): string | undefined {
    if (!normalize(file).startsWith(this.#packages) || !/\.d\.[cm]?ts$/.test(file) || !existsSync(file))
      return undefined;
    // The compiler keeps a file's text, and more than half of these are comments.
    const text = readFileSync(file, "utf8").replaceAll(comment, "");
    if (!this.#isPartial(file)) return text;
    return dirname(normalize(file)) === this.#folder ? this.#index(text) : this.#blocks(text);
  }

  #isPartial(file: string): boolean {
    return this.#partial.has(normalize(file));
  }

  #use(name: string): void {
    if (!this.#all.has(name)) return;
    this.#used.add(name);
  }

  #index(text: string): string {
    return text
      .replaceAll(namespaceImport, (line, name) => (this.#used.has(name) ? line : ""))
      .replace(/^export \{ (?:\w+, ){50,}\};$/m, `export { ${[...this.#used].join(", ")} };`);
  }

  /** Without the namespaces of other services. Each begins and ends at the start of a line. */
  #blocks(text: string): string {
    const starts = [...text.matchAll(blockStart)];
    const first = starts[0]?.index ?? text.length;
    const kept = starts.flatMap(({ index, 1: name }, place) =>
      this.#used.has(name!) ? [text.slice(index, starts[place + 1]?.index)] : [],
    );
    return text.slice(0, first) + kept.join("");
  }
}

import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import { findFloatingPromises } from "./floating-promises.ts";
import { explainTypeError } from "./type-hints.ts";
import { UsedAwsTypes } from "./used-aws-types.ts";

export { useTypeScriptLoader } from "../compiled/typescript-loader.ts";

/** One error that the compiler found in a file. */
export interface TypeFault {
  /** Relative to the root, with "/". */
  file: string;
  /** From 1. */
  line: number;
  message: string;
  /** The usual cause, and how to fix it. */
  hint?: string;
}

/** Content to check in place of a file's own. */
export interface Variant {
  /** Relative to the root. */
  path: string;
  text: string;
}

/**
 * TypeScript's language service, kept warm: the first check takes seconds, since Pulumi's types are
 * large, and later ones only what the edited files need.
 */
export class TypeChecker {
  readonly #root: string;
  readonly #files = new Set<string>();
  /** Contents to use in place of those on disk, by full path, each with a version number. */
  readonly #overlay = new Map<string, { text: string; version: number }>();
  #versions = 0;
  /** The versions of the program's files that were searched for AWS services. */
  readonly #scanned = new Map<string, string>();
  readonly #service: ts.LanguageService;
  readonly #aws: UsedAwsTypes;

  /** Checkers that share a registry must share `aws`. */
  constructor(root: string, registry = newRegistry(), aws = new UsedAwsTypes(packagesIn(root))) {
    this.#root = root;
    this.#aws = aws;
    this.#service = ts.createLanguageService(this.#host(), registry);
  }

  /**
   * The errors in these files' syntax and types. Paths are relative to the root. `texts` are
   * contents to use in place of those on disk, for this call only.
   */
  check(paths: readonly string[], texts: ReadonlyMap<string, string> = new Map()): TypeFault[] {
    this.#setOverlay(texts);
    const files = paths.map((path) => join(this.#root, path)).filter((file) => existsSync(file));
    for (const file of files) this.#files.add(file);
    this.#findAwsTypes();
    return files.flatMap((file) => this.#faultsOf(file));
  }

  /**
   * The errors in each variant, as if it were its file's content. All variants are checked in one program,
   * as extra files, which takes little longer than checking one.
   */
  checkVariants(variants: readonly Variant[]): TypeFault[][] {
    const placed = variants.map(({ path, text }, index) => ({
      path,
      text,
      extraPath: path.replace(/\.ts$/, `.${index}.ts`),
    }));
    this.#setOverlay(new Map(placed.map(({ extraPath, text }) => [extraPath, text])));
    for (const { extraPath } of placed) this.#files.add(join(this.#root, extraPath));
    this.#findAwsTypes();
    const faults = placed.map(({ path, extraPath }) =>
      this.#faultsOf(join(this.#root, extraPath)).map((fault) => ({ ...fault, file: path })),
    );
    for (const { extraPath } of placed) this.#files.delete(join(this.#root, extraPath));
    return faults;
  }

  /** Every file of the program may name a service, not only those that are checked. */
  #findAwsTypes(): void {
    for (const { text } of this.#overlay.values()) this.#aws.addFrom(text);
    for (const file of this.#programFiles()) {
      const version = versionOf(file);
      if (this.#scanned.get(file) === version) continue;
      this.#scanned.set(file, version);
      this.#aws.addFrom(readFileSync(file, "utf8"));
    }
  }

  #programFiles(): string[] {
    return ["infra", "steps", "services"]
      .map((folder) => join(this.#root, folder))
      .filter((folder) => existsSync(folder))
      .flatMap((folder) => ts.sys.readDirectory(folder, [".ts"]));
  }

  #faultsOf(file: string): TypeFault[] {
    const syntax = this.#service.getSyntacticDiagnostics(file);
    // Type errors in a file that does not parse are noise.
    if (syntax.length > 0) return syntax.map((diagnostic) => this.#fault(diagnostic, file));
    const semantic = this.#service.getSemanticDiagnostics(file);
    const program = this.#service.getProgram()!;
    const floating = findFloatingPromises(program.getSourceFile(file)!, program.getTypeChecker());
    return [...semantic, ...floating].map((diagnostic) => this.#fault(diagnostic, file));
  }

  #setOverlay(texts: ReadonlyMap<string, string>): void {
    this.#overlay.clear();
    for (const [path, text] of texts) this.#overlay.set(join(this.#root, path), { text, version: ++this.#versions });
  }

  #fault({ file, start = 0, code, messageText }: ts.Diagnostic, fallback: string): TypeFault {
    const { line } = file?.getLineAndCharacterOfPosition(start) ?? { line: 0 };
    const source = file?.text.split("\n")[line] ?? "";
    return {
      file: relative(this.#root, file?.fileName ?? fallback)
        .split(sep)
        .join("/"),
      line: line + 1,
      ...explainTypeError(code, ts.flattenDiagnosticMessageText(messageText, "\n"), source),
    };
  }

  #host(): ts.LanguageServiceHost {
    const config = ts.readConfigFile(join(this.#root, "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, this.#root);
    const settings: ts.CompilerOptions = {
      ...options,
      // With relative paths, the registry would keep its own copy of every file for every checkout.
      paths: absolutePaths(options.paths, this.#root),
      pathsBasePath: undefined,
      incremental: false,
      tsBuildInfoFile: undefined,
    };
    return {
      getCompilationSettings: () => settings,
      getScriptFileNames: () => [...this.#files],
      // Time and size show whether a file was edited. Files below node_modules do not change in the meantime.
      getScriptVersion: (file) => {
        const replaced = this.#overlay.get(file);
        if (replaced) return `overlay ${replaced.version}`;
        return file.includes("node_modules") ? `${this.#aws.versionOf(file)}` : versionOf(file);
      },
      getScriptSnapshot: (file) => {
        const text = this.#overlay.get(file)?.text ?? this.#aws.textOf(file) ?? ts.sys.readFile(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      jsDocParsingMode,
      getCurrentDirectory: () => this.#root,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: ts.sys.fileExists,
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      realpath: ts.sys.realpath,
    };
  }
}

/** The comments in types are for people. */
const jsDocParsingMode = ts.JSDocParsingMode.ParseNone;

function newRegistry(): ts.DocumentRegistry {
  return ts.createDocumentRegistry(undefined, undefined, jsDocParsingMode);
}

function absolutePaths(paths: Record<string, string[]> = {}, root: string): Record<string, string[]> {
  return Object.fromEntries(Object.entries(paths).map(([name, targets]) => [name, targets.map((t) => join(root, t))]));
}

/** The folder of the installed packages, as the compiler names it: a copy of the repository links to it. */
function packagesIn(root: string): string {
  const folder = join(root, "node_modules");
  return existsSync(folder) ? realpathSync(folder) : folder;
}

function versionOf(file: string): string {
  if (!existsSync(file)) return "gone";
  const { mtimeMs, size } = statSync(file);
  return `${mtimeMs}-${size}`;
}

/** One type checker per checkout. They share the installed packages' types, which are read once. */
export class TypeCheckers {
  readonly #registry = newRegistry();
  readonly #checkers = new Map<string, TypeChecker>();
  #aws: UsedAwsTypes | undefined;

  of(root: string): TypeChecker {
    for (const known of this.#checkers.keys()) {
      if (!existsSync(known)) this.#checkers.delete(known);
    }
    this.#aws ??= new UsedAwsTypes(packagesIn(root));
    const checker = this.#checkers.get(root) ?? new TypeChecker(root, this.#registry, this.#aws);
    this.#checkers.set(root, checker);
    return checker;
  }
}

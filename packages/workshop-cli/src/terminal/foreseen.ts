import { relative, sep } from "node:path";
import { ControlError } from "@event-choreography/local-cloud/control";
import { explainLoadError } from "../../preflight.mjs";
import { root } from "../root.ts";
import { Failure } from "./failure.ts";

/** An error of Node, of an AWS client or of Pulumi's protocol. */
interface KnownError {
  name?: string;
  message?: string;
  code?: string | number;
  path?: string;
  cause?: unknown;
  /** Of an AWS client: it has an answer from AWS, or from the local cloud. */
  $metadata?: { httpStatusCode?: number };
}

/** The Failure for an error that is not a bug: something that the machine, the network or AWS refused. */
export function foreseen(error: unknown): Failure | undefined {
  if (error instanceof Failure) return error;
  if (error instanceof ControlError) return new Failure(error.message);
  const explained = explainLoadError(error);
  if (explained) return new Failure(explained.message, explained.fix);
  if (!(error instanceof Error)) return undefined;
  return ofSystem(error as KnownError) ?? ofNetwork(error as KnownError) ?? ofAws(error as KnownError);
}

const reasons: Record<string, [problem: string, fix: string]> = {
  ENOSPC: ["the disk is full", "Free some space, then run the same command again."],
  EDQUOT: ["your quota on this disk is used up", "Free some space, then run the same command again."],
  EACCES: ["permission is denied", "Make it yours to read and write, then run the same command again."],
  EPERM: ["the system does not permit it", "Make it yours to read and write, then run the same command again."],
  EROFS: ["the file system is read-only", "Move the workshop to a folder that you can write to."],
  EMFILE: ["too many files are open", "Close some programs, then run the same command again."],
  ENFILE: ["too many files are open", "Close some programs, then run the same command again."],
  ENOTDIR: ["a file is where a folder belongs", "Move the file away, then run the same command again."],
  EISDIR: ["a folder is where a file belongs", "Move the folder away, then run the same command again."],
  EEXIST: ["something else has that name", "Move it away, then run the same command again."],
  ELOOP: ["a link leads to itself", "Remove the link, then run the same command again."],
};

function ofSystem(error: KnownError): Failure | undefined {
  const { message = "" } = error;
  // An error from another process is only a message.
  const [, codeInText = "", pathInText] =
    /\b(ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EMFILE)\b: [^'\n]*(?:'([^'\n]+)')?/.exec(message) ?? [];
  const code = String(error.code ?? codeInText);
  const path = error.path ?? pathInText;
  const [problem, fix] = reasons[code] ?? [];
  if (problem === undefined) return undefined;
  const what = path === undefined ? message.replace(/^E[A-Z]+: /, "") : inRoot(path);
  return new Failure(`${what}: ${problem}.`, fix);
}

function inRoot(path: string): string {
  const below = relative(root, path);
  return below.startsWith("..") ? path : below.split(sep).join("/");
}

const noConnection =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_.*)$/;

/** A connection that was refused or broke; in an error of `fetch` it is the cause. */
function ofNetwork(error: KnownError): Failure | undefined {
  const cause = (error.cause ?? error) as KnownError;
  const code = String(cause.code ?? "");
  // 14 is UNAVAILABLE, in the protocol between the engine and its provider.
  if (/^no provider answers/.test(error.message ?? "")) return cloudStopped();
  if (!noConnection.test(code) && error.code !== 14) return undefined;
  const text = `${cause.message ?? ""} ${error.message ?? ""}`;
  if (error.code === 14 || /127\.0\.0\.1|localhost|socket hang up|ECONNRESET/.test(text)) return cloudStopped();
  return new Failure(
    `The network does not reach the other side: ${cause.message || code}`,
    "Check the connection, then run the same command again.",
  );
}

/** The local cloud ended while a command was using it. */
export function cloudStopped(): Failure {
  return new Failure(
    "The local cloud has stopped, or does not answer.",
    "See why in its terminal. Start it again (npm start), then run the same command again.",
    2,
  );
}

function ofAws({ name = "", message = "", $metadata }: KnownError): Failure | undefined {
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(name)) {
    return new Failure(
      `There are no AWS credentials: ${message}`,
      "To set them up, see docs/aws.md. Without --aws, the command uses the local cloud.",
      2,
    );
  }
  if (!$metadata?.httpStatusCode || $metadata.httpStatusCode >= 500) return undefined;
  return new Failure(
    `AWS refused a call of this command. ${name}: ${message}`,
    "On a real account, check your permissions and the region (docs/aws.md). In the local cloud, deploy again: npx workshop up",
  );
}

import type { LocalAccount } from "../account.ts";
import { serviceNames } from "../account.ts";
import { AnswerLost } from "../core/answer-lost.ts";
import { AwsError } from "../core/aws-error.ts";
import type { Principal } from "../core/principal.ts";
import type { Route, Service, ServiceName } from "../core/service.ts";
import { decompress } from "./decompress.ts";
import { answerError, decode } from "./protocols.ts";
import { SignatureVerifier } from "./signature.ts";
import { header, type WireRequest, type WireResponse } from "./wire-request.ts";

/** Answers a request; "lost" if the connection must break instead. */
export type Router = (request: WireRequest) => Promise<WireResponse | "lost">;

/** Finds the caller and the operation, makes the call, and answers in the caller's protocol. */
export function createRouter(account: LocalAccount, routes: readonly Route[] = []): Router {
  const verifier = new SignatureVerifier(account.credentials);
  const names: ReadonlySet<string> = new Set(serviceNames);

  return async (request) => {
    const route = findRoute(request.path);
    if (route) return answerRoute(route, request);
    const requestId = account.newRequestId();
    let service: Service | undefined;
    try {
      const signature = verifier.verify(request);
      if (!signature) throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", 403);
      if (!names.has(signature.service)) throw unknownService(signature.service);
      service = account.service(signature.service as ServiceName);
      if (signature.region !== account.region) throw wrongRegion(account.region, signature.region);
      const call = decode(service, decompress(request));
      const work = account.call({
        service: service.name,
        operation: call.operation,
        input: call.input,
        principal: signature.principal,
        requestId,
      });
      // The call counts itself as in flight, except while it only waits for time to pass (long polling).
      const output = await account.activity.waiting(work);
      return call.answer(output, requestId);
    } catch (error) {
      if (error instanceof AnswerLost) return "lost";
      return answerError(service ?? guessService(request), asAwsError(error, request), requestId, request);
    }
  };

  function findRoute(path: string): Route | undefined {
    const found = routes.find(({ prefix }) => path.startsWith(prefix));
    if (found) return found;
    // Only these services have a route, and asking a service creates it.
    const ofServices = [account.service("lambda").http, account.service("sns").http];
    return ofServices.find((route) => route && path.startsWith(route.prefix));
  }

  async function answerRoute(route: Route, request: WireRequest): Promise<WireResponse | "lost"> {
    try {
      const caller = callerOf(request);
      const headers: Record<string, string> = {};
      for (const name of Object.keys(request.headers)) headers[name] = header(request, name)!;
      const { method, url, body, sourceIp } = request;
      const work = account.activity.track(route.answer({ method, url, headers, body, sourceIp }, ...caller));
      return await account.activity.waiting(work);
    } catch (error) {
      if (error instanceof AnswerLost) return "lost";
      const { code, message, status } = asAwsError(error, request);
      return {
        status,
        headers: {
          "content-type": "application/json",
          "x-amzn-errortype": code,
          "x-amzn-requestid": account.newRequestId(),
        },
        body: JSON.stringify({ Message: message }),
      };
    }
  }

  /** The caller of a route and, if the signature is invalid, why. */
  function callerOf(request: WireRequest): [caller: Principal, refusal?: AwsError] {
    try {
      return [verifier.verify(request)?.principal ?? { kind: "anonymous" }];
    } catch (error) {
      if (error instanceof AwsError) return [{ kind: "anonymous" }, error];
      throw error;
    }
  }

  /** The service whose protocol an unsigned or badly signed request seems to use, for the error response. */
  function guessService(request: WireRequest): Service {
    const scope = /Credential=[^/]+\/\d+\/[^/]+\/([a-z]+)\//.exec(
      header(request, "authorization") ?? request.query,
    )?.[1];
    if (scope && names.has(scope)) return account.service(scope as ServiceName);
    if (request.headers["x-amz-target"]) return account.service("events");
    return account.service(request.path === "/" ? "sts" : "lambda");
  }

  function asAwsError(error: unknown, request: WireRequest): AwsError {
    if (error instanceof AwsError) return error;
    account.report(error, `${request.method} ${request.path}`);
    return new AwsError("InternalFailure", "The request processing has failed because of an unknown error.", 500);
  }
}

function unknownService(name: string): AwsError {
  return new AwsError(
    "UnknownOperationException",
    `The local cloud does not support the service '${name}' yet; it supports ${serviceNames.join(", ")}.`,
  );
}

function wrongRegion(expected: string, given: string): AwsError {
  return new AwsError(
    "InvalidSignatureException",
    `Credential should be scoped to a valid region, not '${given}': the local cloud is ${expected}.`,
    403,
  );
}

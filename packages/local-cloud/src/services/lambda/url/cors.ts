import type { HttpRequest, HttpResponse } from "../../../core/service.ts";
import type { Cors } from "../functions.ts";

/** CORS headers of a function URL, none if the page's origin is not allowed ("Cross-origin resource sharing (CORS)"). */
export function corsHeaders(cors: Cors, { headers }: HttpRequest): Record<string, string> {
  const { origin } = headers;
  const allowed = cors.AllowOrigins ?? [];
  if (origin === undefined || !(allowed.includes("*") || allowed.includes(origin))) return {};
  return {
    "access-control-allow-origin": allowed.includes("*") && !cors.AllowCredentials ? "*" : origin,
    vary: "Origin",
    ...(cors.AllowCredentials && { "access-control-allow-credentials": "true" }),
    ...(cors.ExposeHeaders?.length && { "access-control-expose-headers": cors.ExposeHeaders.join(",") }),
  };
}

/** Lambda answers a preflight request itself; the function does not run. */
export function preflight(cors: Cors, request: HttpRequest): HttpResponse {
  const headers = corsHeaders(cors, request);
  if (!("access-control-allow-origin" in headers)) return { status: 200, headers: {}, body: "" };
  if (cors.AllowMethods?.length) headers["access-control-allow-methods"] = cors.AllowMethods.join(",");
  if (cors.AllowHeaders?.length) headers["access-control-allow-headers"] = cors.AllowHeaders.join(",");
  if (cors.MaxAge !== undefined) headers["access-control-max-age"] = String(cors.MaxAge);
  return { status: 200, headers, body: "" };
}

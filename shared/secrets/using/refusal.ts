/** How sure it is that a login was refused: a 403 may be about a right as well. */
export type Refusal = "login" | "perhaps" | undefined;

/**
 * The codes of drivers' errors for a login that was refused.
 * Sources: PostgreSQL's appendix of error codes, MySQL's server error reference, tedious's and ldapts's errors,
 * Oracle's error messages.
 */
const codes: ReadonlySet<unknown> = new Set([
  "28P01",
  "28000",
  "ER_ACCESS_DENIED_ERROR",
  "ER_ACCESS_DENIED_NO_PASSWORD_ERROR",
  "ELOGIN",
  "ORA-01017",
]);

/** MongoDB's AuthenticationFailed. Source: its error_codes.yml. */
const mongoAuthenticationFailed = 18;

/** Redis and Valkey begin an error with its code. Source: their ACL documentation. */
const redisPattern = /^(?:WRONGPASS|NOAUTH) /;

/** How many errors inside an error are looked at. */
const deepest = 5;

/** Whether a driver's error says that the login was refused; also as the cause of another error, or one of several. */
export function refusalIn(error: unknown, depth = 0): Refusal {
  if (!(error instanceof Error) || depth > deepest) return undefined;
  const own = ownRefusal(error);
  if (own) return own;
  const within = error instanceof AggregateError ? [error.cause, ...error.errors] : [error.cause];
  const refusals = within.map((inner) => refusalIn(inner, depth + 1));
  return refusals.includes("login") ? "login" : refusals.find((refusal) => refusal !== undefined);
}

function ownRefusal(error: Error): Refusal {
  const code = "code" in error ? error.code : undefined;
  if (codes.has(code) || redisPattern.test(error.message)) return "login";
  if (code === mongoAuthenticationFailed && error.name.startsWith("Mongo")) return "login";
  if (error.name === "InvalidCredentialsError") return "login";
  const status = httpStatus(error);
  if (status === 401) return "login";
  return status === 403 ? "perhaps" : undefined;
}

/** The status as `fetch`'s wrappers, axios, got and AWS's SDK put it on an error. */
function httpStatus(error: Error): unknown {
  const places: unknown[] = [error, at(error, "response"), at(error, "$metadata")];
  return places
    .flatMap((place) => [at(place, "status"), at(place, "statusCode"), at(place, "httpStatusCode")])
    .find((status) => typeof status === "number");
}

function at(place: unknown, name: string): unknown {
  return typeof place === "object" && place !== null ? Reflect.get(place, name) : undefined;
}

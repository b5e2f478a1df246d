import type { Answer } from "./answer.ts";
import { hiddenValue } from "./shown.ts";

/** What a record says of a call that was refused. */
export interface RecordedError {
  errorCode: string;
  errorMessage?: string;
}

/** CloudTrail names some errors otherwise than the API does. */
const errorCodes: Record<string, string> = { AccessDeniedException: "AccessDenied" };

/** CloudTrail's own limit, in characters. */
const longest = 1_024;

/**
 * The error of an answer; undefined if there is none. A message that repeats a parameter which the record does not
 * show is not shown either.
 *
 * @param requestParameters what the record shows of the request
 */
export function errorOf(
  { status, body }: Answer,
  request: Record<string, unknown>,
  requestParameters: unknown,
): RecordedError | undefined {
  if (status < 400) return undefined;
  const type = String(body.__type ?? body.code ?? "InternalFailure").replace(/^.*#/s, "");
  const code = Object.hasOwn(errorCodes, type) ? errorCodes[type] : type;
  const message = body.message ?? body.Message;
  const errorCode = hide(code || "InternalFailure", request, requestParameters);
  if (typeof message !== "string") return { errorCode };
  return { errorCode, errorMessage: hide(message, request, requestParameters) };
}

function hide(text: string, request: unknown, requestParameters: unknown): string {
  const shownTexts = new Set(textsIn(requestParameters));
  const repeatsHidden = textsIn(request).some((value) => !shownTexts.has(value) && text.includes(value));
  return repeatsHidden ? hiddenValue : text.slice(0, longest);
}

/** All texts in a value, at any depth, but empty ones. */
function textsIn(value: unknown): string[] {
  if (typeof value === "string") return value === "" ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

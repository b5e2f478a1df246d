import type { SecretFields } from "../../engine.ts";
import type { RequestTemplate } from "./description.ts";
import { asItIs, fill, fillJson, inHeader, inUrl, invalid, type PlaceholderValues } from "./placeholders.ts";
import type { HttpRequest } from "./send.ts";

/** What a request is filled from. */
export interface RequestSource {
  fields: SecretFields;
  sslrootcert?: string | undefined;
}

/**
 * Fills a request's placeholders, each encoded for where it stands.
 *
 * @param old the version that is to be taken no more, for `revoke`
 * @throws InvalidSecretError naming the field that is missing, or cannot stand where it is named
 */
export function fillRequest(
  template: RequestTemplate,
  source: RequestSource,
  old?: SecretFields,
): HttpRequest {
  const values = { fields: source.fields, old };
  const body = bodyOf(template, values);
  const headers: Record<string, string> = { accept: "application/json" };
  if (body) headers["content-type"] = body.type;
  for (const [name, value] of Object.entries(template.headers ?? {})) {
    headers[name.toLowerCase()] = fill(value, values, inHeader);
  }
  if (template.basic) headers.authorization = basicAuthorization(template.basic, values);
  return {
    method: template.method,
    url: urlOf(template.url, values),
    headers,
    body: body?.text,
    sslrootcert: source.sslrootcert,
  };
}

/**
 * A URL with its placeholders filled. A value that is "." or ".." would name another path, encoded or not (WHATWG URL,
 * section 4.4).
 */
function urlOf(template: string, values: PlaceholderValues): URL {
  const filled = fill(template, values, inUrl);
  const [path = ""] = filled.split("?");
  if (path.split("/").some((segment) => /^(\.|%2e){1,2}$/i.test(segment))) {
    throw invalid(
      "rotation",
      'has a URL with "." or ".." as a part of its path, or a field that makes it one',
    );
  }
  return new URL(filled);
}

/** RFC 7617: no colon in the user's name, since the first one ends it. */
function basicAuthorization(
  basic: { username: string; password: string },
  values: PlaceholderValues,
): string {
  const username = fill(basic.username, values, (value, field) => {
    if (!value.includes(":")) return noControl(value, field);
    throw invalid(field, "holds a colon, which cannot stand in a user name of HTTP Basic authentication");
  });
  const password = fill(basic.password, values, noControl);
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

function noControl(value: string, field: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (!/[\x00-\x1f\x7f]/.test(value)) return value;
  throw invalid(field, "holds a line break or another control character");
}

function bodyOf(
  { body, form }: RequestTemplate,
  values: PlaceholderValues,
): { text: string; type: string } | undefined {
  if (body && form) throw invalid("rotation", 'has a request with "body" and "form" at once');
  if (body) return { text: JSON.stringify(fillJson(body, values)), type: "application/json" };
  if (!form) return undefined;
  const filled = Object.entries(form).map(([name, value]): [string, string] => [
    name,
    fill(value, values, asItIs),
  ]);
  return { text: new URLSearchParams(filled).toString(), type: "application/x-www-form-urlencoded" };
}

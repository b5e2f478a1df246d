import { isIP } from "node:net";
import * as z from "zod";
import type { Credential } from "../../credential.ts";
import type { SecretFields, Strategy } from "../../engine.ts";
import { UnsupportedStrategyError } from "../../errors.ts";
import { readFields, requiredText } from "../../fields.ts";
import {
  type Description,
  descriptionSchema,
  type RequestTemplate,
  requestsOf,
  templatesOf,
} from "./description.ts";
import { fillRequest } from "./fill-request.ts";
import { invalid, placeholdersIn } from "./placeholders.ts";

/** Fields that mean something to Rekey: an API's answer does not overwrite them. */
const ownFields = new Set([
  "engine",
  "masterarn",
  "passwordPolicy",
  "rotation",
  "sslrootcert",
  "strategy",
  "username",
]);

/** PEM of an authority, as a secret names one. */
export const authorityField = z
  .string("must be text")
  .startsWith("-----BEGIN CERTIFICATE-----", "must be the certificate itself in PEM, not a path")
  .optional();

const schema = z.looseObject({
  engine: requiredText,
  username: requiredText.optional(),
  sslrootcert: authorityField,
  rotation: descriptionSchema,
});

/** A key of an API, with the requests that make, test and revoke such keys. */
export interface HttpCredential extends Credential {
  /** All fields of the secret, which placeholders name. */
  fields: SecretFields;
  description: Description;
  /** PEM of the authority that signed the API's certificate, where it is not a public one. */
  sslrootcert: string | undefined;
}

/**
 * Reads a secret of the engine `http`: `rotation` as description.ts says, the fields that its placeholders name, and
 * optionally `username`, a label of the keys' owner for messages. `system` is the API's host.
 *
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function parseHttpCredential(fields: SecretFields): HttpCredential {
  const secret = readFields(schema, fields, "The secret");
  const { engine, username = "API key", sslrootcert, rotation: description } = secret;
  const system = hostOf(description);
  checkStore(description);
  checkRevocation(description);
  const credential = { engine, username, system, fields, description, sslrootcert };
  // This version will be the old one some day.
  for (const [, request] of requestsOf(description)) fillRequest(request, credential, fields);
  return credential;
}

/**
 * With one strategy's steps on the other's API, the key in use would end, or the old one would never.
 *
 * @throws UnsupportedStrategyError if the strategy does not fit to what `create` does to the old key
 */
export function checkStrategy({ description: { replaces } }: HttpCredential, strategy: Strategy): void {
  if (replaces === (strategy === "single-user")) return;
  throw new UnsupportedStrategyError(
    "strategy",
    replaces
      ? `"rotation.replaces" says that a new key ends the old one at once: say "strategy": "single-user" in the secret as well, or by its tag rekey:strategy.`
      : `The strategy single-user is for an API whose new key ends the old one at once: say "replaces": true in "rotation", or take "strategy" out of the secret and its tag rekey:strategy off.`,
  );
}

/** The one host that all requests go to: a secret's value is sent nowhere else. */
function hostOf(description: Description): string {
  const urls = requestsOf(description).map(([name, { url }]) => {
    const field = `rotation.${name}.url`;
    const [origin = ""] = /^https?:\/\/[^/?]+/.exec(url) ?? [];
    if (!URL.canParse(origin)) throw invalid(field, "must be a URL with a host");
    const parsed = new URL(origin);
    checkEncrypted(parsed, description.allowHttp, field);
    return { field, origin: parsed.origin, host: parsed.host };
  });
  const [first] = urls;
  const other = urls.find(({ origin }) => origin !== first?.origin);
  if (first && !other) return first.host;
  throw invalid(
    other?.field ?? "rotation",
    "must have the same scheme, host and port as rotation.create.url",
  );
}

/**
 * @param field the URL's, for the message
 * @throws InvalidSecretError unless the URL is https, or http on loopback where that is allowed
 */
export function checkEncrypted({ protocol, hostname }: URL, allowHttp: boolean, field: string): void {
  if (protocol === "https:" || (protocol === "http:" && allowHttp && isLoopback(hostname))) return;
  throw invalid(
    field,
    'must begin with https:// ("allowHttp" allows http:// on this machine itself, for tests)',
  );
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === "localhost" || hostname === "[::1]" || (isIP(hostname) === 4 && hostname.startsWith("127."))
  );
}

function checkStore({ store, list }: Description): void {
  const taken = Object.keys(store).find((field) => ownFields.has(field));
  if (taken) throw invalid(`rotation.store.${taken}`, "names a field that means something else");
  if (list && !Object.hasOwn(store, list.idField)) {
    throw invalid("rotation.list.idField", 'must be a field that "rotation.store" fills');
  }
}

function checkRevocation(description: Description): void {
  const { revoke, list, store, replaces } = description;
  if (replaces && (revoke || list)) {
    throw invalid(
      revoke ? "rotation.revoke" : "rotation.list",
      'must not be there with "replaces": no old key is left to revoke',
    );
  }
  const other = requestsOf(description).find(
    ([name, request]) => name !== "revoke" && oldFields(request).length > 0,
  );
  if (other) throw invalid(`rotation.${other[0]}`, "must not name {{old.…}}: only revoke has an old key");
  if (list && !revoke) throw invalid("rotation.revoke", 'is missing, though there is "rotation.list"');
  if (!revoke) return;
  const named = oldFields(revoke);
  if (!named.some((field) => Object.hasOwn(store, field))) {
    throw invalid(
      "rotation.revoke",
      'must say which key it ends by {{old.…}} of a field that "rotation.store" fills',
    );
  }
  // Nothing but its id is known of a key that an interrupted rotation left.
  if (list && named.some((field) => field !== list.idField)) {
    throw invalid(
      "rotation.revoke",
      `may name no other field of the old key than {{old.${list.idField}}} with "list"`,
    );
  }
}

/** The fields of the old key that a request names. */
export function oldFields(request: RequestTemplate): string[] {
  return templatesOf(request)
    .flatMap(placeholdersIn)
    .flatMap(({ field, old }) => (old ? [field] : []));
}

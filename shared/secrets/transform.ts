import { UnexpectedSecretError } from "./errors.ts";
import { hideFields } from "./hidden.ts";
import type { Secret } from "./secret.ts";

/**
 * How a value is made of what is stored, as in Powertools' parameters: `json` parses it, `binary` decodes Base64 to
 * text, `auto` does what the end of the name says, `.json` or `.binary`, and else leaves it as it is.
 */
export type Transform = "json" | "binary" | "auto";

/** What comes of it: JSON may be anything, and `auto` gives text or bytes where the name says nothing. */
export type Transformed<T extends Transform> = T extends "binary" ? string : unknown;

const base64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * A secret's value, transformed. An object prints without what its fields hold.
 *
 * @throws UnexpectedSecretError if the value is not JSON or not Base64; it does not quote the value
 */
export function transformed<T extends Transform>(secret: Secret, transform: T): Transformed<T>;
export function transformed(secret: Secret, transform: Transform): unknown {
  const name = secret.name.toLowerCase();
  if (transform === "json" || (transform === "auto" && name.endsWith(".json"))) return parsed(secret);
  if (transform === "binary" || (transform === "auto" && name.endsWith(".binary"))) return decoded(secret);
  return secret.value();
}

const textOf = (secret: Secret) => new TextDecoder().decode(secret.bytes());

/** V8 quotes the text in its error, so that one is not kept. */
function parsed(secret: Secret): unknown {
  try {
    return hideFields(JSON.parse(textOf(secret)));
  } catch {
    throw new UnexpectedSecretError(
      `The secret ${secret.name} is not JSON. Take it without transform, or correct version ${secret.versionId}.`,
    );
  }
}

function decoded(secret: Secret): string {
  const text = textOf(secret);
  if (base64.test(text)) return new TextDecoder().decode(Buffer.from(text, "base64"));
  throw new UnexpectedSecretError(
    `The secret ${secret.name} is not Base64. Take it without transform, or correct version ${secret.versionId}.`,
  );
}

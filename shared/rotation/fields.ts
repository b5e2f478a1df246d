import { isIP } from "node:net";
import * as z from "zod";
import { InvalidSecretError } from "./errors.ts";

/** Zod's issues do not keep what stood in a field, so that whether anything did is told here. */
export function missingOr(problem: string): { error: (issue: { input?: unknown }) => string } {
  return { error: ({ input }) => (input === undefined ? "is missing" : problem) };
}

/** A field that must be there and be text. */
export const requiredText = z.string(missingOr("must be text")).min(1, "must not be empty");

/**
 * Whether a text is a DNS name or an IP address, and nothing more. A URL may hold a password, and errors name the host.
 * Underscores are no part of a host's name (RFC 1123), but servers are found by such names.
 */
export function isHost(text: string): boolean {
  const name = text.endsWith(".") ? text.slice(0, -1) : text;
  const isLabel = (label: string) => /^(?!-)[A-Za-z0-9_-]{1,63}(?<!-)$/.test(label);
  return isIP(text) !== 0 || (name.length <= 253 && name.split(".").every(isLabel));
}

/** A host name or an address. */
export const hostField = requiredText.refine(isHost, {
  error: ({ input }) =>
    input === ""
      ? "must not be empty"
      : "must be a host name or an address alone, without scheme, user, port or path",
});

const portProblem = "must be a number from 1 to 65535";

/** A port, as a number or, as AWS's secrets often have it, as text. */
export const portField = z.preprocess(
  (value) => (typeof value === "string" && /^\d{1,5}$/.test(value) ? Number(value) : value),
  z.int(portProblem).min(1, portProblem).max(65_535, portProblem),
);

/**
 * Reads a secret's fields by a schema. No message repeats a value: it may be the secret.
 *
 * @param what the secret or version, for the message
 * @throws InvalidSecretError naming the field that is missing or wrong
 */
export function readFields<T>(schema: z.ZodType<T>, fields: unknown, what: string): T {
  const parsed = schema.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") || "SecretString";
  throw new InvalidSecretError(
    field,
    `${what} cannot be rotated: "${field}" ${issue?.message ?? "is wrong"}. Store a corrected value and rotate again.`,
  );
}

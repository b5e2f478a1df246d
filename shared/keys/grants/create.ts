import { CreateGrantCommand, type KMSClient } from "@aws-sdk/client-kms";
import { askKms } from "../ask.ts";
import { UnknownPrincipalError } from "../policy/errors.ts";
import { type Key, requireState } from "../resolve.ts";
import { nameUntil } from "./expiry.ts";
import { operationsFor, requireContextFor } from "./operations.ts";

/** A grant to be made. */
export interface WantedGrant {
  /** ARN of a user, role, session or account. */
  grantee: string;
  /** Such as `Decrypt`. */
  operations: readonly string[];
  /** Pairs that a call's encryption context must have. */
  context?: Readonly<Record<string, string>>;
  /** Whether the encryption context may have no other pairs. */
  isWholeContext?: boolean;
  /** When it ends, and the principal that ends it. */
  end?: { at: Date; retiredBy: string };
}

/** A grant that was made, or was there already as it was asked for. */
export interface MadeGrant {
  id: string;
  /** With it the grantee can use the grant at once, before all of KMS knows it. It is no secret. */
  token: string;
  operations: string[];
}

/**
 * Makes a grant. With an end, asking again for the same end gives the grant that is there.
 *
 * @throws GrantOperationError, GrantConstraintError, UnknownPrincipalError; KeyStateError for a key that is not enabled;
 *   KeyPermissionError, KeyLimitError
 */
export async function createGrant(client: KMSClient, key: Key, wanted: WantedGrant): Promise<MadeGrant> {
  const { grantee, context = {}, isWholeContext = false, end } = wanted;
  requireState(key, ["Enabled"], "be granted");
  const operations = operationsFor(key.metadata, wanted.operations);
  requireContextFor(key.metadata, context);
  const hasContext = Object.keys(context).length > 0;
  const request = new CreateGrantCommand({
    KeyId: key.arn,
    GranteePrincipal: grantee,
    Operations: operations,
    ...(hasContext && {
      Constraints: isWholeContext
        ? { EncryptionContextEquals: context }
        : { EncryptionContextSubset: context },
    }),
    ...(end && { Name: nameUntil(end.at), RetiringPrincipal: end.retiredBy }),
  });
  const { GrantId: id = "", GrantToken: token = "" } = await askKms(
    `No grant was made with ${key.name}`,
    () =>
      client.send(request).catch((error: unknown) => {
        throw asUnknownPrincipal(error, grantee, end?.retiredBy);
      }),
  );
  return { id, token, operations };
}

/** KMS says of a principal that does not exist that its ARN is not valid: API Reference, CreateGrant, InvalidArnException. */
function asUnknownPrincipal(error: unknown, grantee: string, retiredBy: string | undefined): unknown {
  if (!(error instanceof Error) || error.name !== "InvalidArnException") return error;
  const who = retiredBy === undefined ? grantee : `${grantee}, or ${retiredBy} that would end it,`;
  return new UnknownPrincipalError(`${who} does not exist: no grant was made. ${error.message}`, {
    cause: error,
  });
}

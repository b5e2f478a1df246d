import {
  paginateListSecrets,
  type SecretListEntry,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import * as z from "zod";

/** Step Functions carries 256 KB from state to state: the names and the results must fit in. */
const mostNameBytes = 90_000;

/** Which secrets are to be rotated: all that fit every criterion given. */
export const selectionSchema = z
  .strictObject({
    /** A tag's key and value; the value may be left out. */
    tag: z.strictObject({ key: z.string().min(1), value: z.string().optional() }).optional(),
    /** What the names begin with. */
    prefix: z.string().min(1).optional(),
    /** Names or ARNs. */
    secretIds: z.array(z.string().min(1)).min(1).optional(),
    /** Only secrets whose last rotation was before: to go on after an interruption. ISO 8601. */
    rotatedBefore: z.iso.datetime().optional(),
  })
  .refine(
    ({ tag, prefix, secretIds }) => tag ?? prefix ?? secretIds,
    "name secrets by tag, prefix or secretIds",
  );

/** Which secrets are to be rotated. */
export type Selection = z.infer<typeof selectionSchema>;

/** The selection is empty or too large. */
export class SelectionError extends Error {
  override name = "SelectionError";
}

/**
 * Finds the secrets of a selection that are under rotation by this stack.
 *
 * @returns their names, sorted; secrets that are marked for deletion are left out
 * @throws SelectionError if there is none, or more than a state machine can carry
 */
export async function selectSecrets(
  client: SecretsManagerClient,
  selection: Selection,
  rotationFunctionArn: string,
): Promise<string[]> {
  const names: string[] = [];
  for await (const { SecretList = [] } of paginateListSecrets({ client, pageSize: 100 }, {})) {
    names.push(
      ...SecretList.filter((secret) => fits(secret, selection, rotationFunctionArn)).map(
        ({ Name = "" }) => Name,
      ),
    );
  }
  if (names.length === 0) {
    throw new SelectionError(
      "No secret under rotation by this stack fits. See aws secretsmanager list-secrets.",
    );
  }
  if (Buffer.byteLength(names.join()) > mostNameBytes) {
    throw new SelectionError(
      `${names.length} secrets fit, more than one run can carry. Take a longer prefix, or several runs.`,
    );
  }
  return names.sort();
}

function fits(
  {
    ARN = "",
    Name = "",
    Tags = [],
    RotationLambdaARN,
    RotationEnabled,
    LastRotatedDate,
    DeletedDate,
  }: SecretListEntry,
  { tag, prefix, secretIds, rotatedBefore }: Selection,
  rotationFunctionArn: string,
): boolean {
  if (!RotationEnabled || DeletedDate || RotationLambdaARN !== rotationFunctionArn) return false;
  if (prefix && !Name.startsWith(prefix)) return false;
  if (secretIds && !secretIds.includes(Name) && !secretIds.includes(ARN)) return false;
  if (rotatedBefore && LastRotatedDate && LastRotatedDate.getTime() >= Date.parse(rotatedBefore))
    return false;
  return (
    !tag || Tags.some(({ Key, Value }) => Key === tag.key && (tag.value === undefined || Value === tag.value))
  );
}

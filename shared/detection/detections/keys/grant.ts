import type { CloudTrailRecord } from "../../../trail/index.ts";
import { asked, at, texts } from "../../reading/index.ts";

/** Operations of a grant with which the grantee reads data, makes keys for data, or lets in others. */
const broad = [
  "Decrypt",
  "GenerateDataKey",
  "GenerateDataKeyPair",
  "ReEncryptFrom",
  "CreateGrant",
  "Sign",
  "DeriveSharedSecret",
];

/** The operations of a grant that give much away. */
export function broadOperations(record: CloudTrailRecord): string[] {
  return operationsOf(record).filter((operation) => broad.includes(operation));
}

/** What a grant allows. */
export function operationsOf(record: CloudTrailRecord): string[] {
  return texts(at(record.requestParameters, "operations"));
}

/** Who is allowed it: an ARN, or the name of an AWS service. */
export function granteeOf(record: CloudTrailRecord): string | undefined {
  return asked(record, "granteePrincipal");
}

/** The command that ends a grant. */
export function revoke(record: CloudTrailRecord, key: string): string {
  const grantId = at(record.responseElements, "grantId");
  return `aws kms revoke-grant --key-id ${key} --grant-id ${typeof grantId === "string" ? grantId : "GRANT_ID"}`;
}

import { accountOf, type CloudTrailRecord, secretOf } from "../../../trail/index.ts";
import { asked } from "../../reading/index.ts";

/** The secret that a call is about: `CreateSecret` has its name where others have `secretId`. */
export function namedSecret(record: CloudTrailRecord): string | undefined {
  const name = asked(record, "name");
  return secretOf(record) ?? (name && `${accountOf(record)}/${record.awsRegion}/${name}`);
}

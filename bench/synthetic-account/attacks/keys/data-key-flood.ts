import { accountId, type Key } from "../../account/index.ts";
import { apiCall } from "../../records/api-call.ts";
import { generateDataKey } from "../../records/kms.ts";
import { throughService } from "../../records/through-service.ts";
import { minute } from "../../stream/timed.ts";
import type { Attack, Scene } from "../attack.ts";
import { anApplication, stolenSession } from "../intruders.ts";
import { repeated } from "../repeated.ts";

/** Ransom: every object of a bucket is copied onto itself under the intruder's key. */
export function dataKeyFlood(
  about: Omit<Attack, "plan" | "lasts">,
  keyOf: (scene: Scene) => Pick<Key, "arn" | "region">,
): Attack {
  const lasts = 5 * minute;
  return {
    ...about,
    lasts,
    plan: (scene) => {
      const { random, at } = scene;
      const key = keyOf(scene);
      const { caller, principals } = stolenSession(scene, "DataEngineer");
      const byS3 = throughService(caller, "AWS Internal");
      const bucketName = `prod-${anApplication(scene).name}-data`;
      const records = repeated(random, at, lasts, 3_000, (when, n) => [
        generateDataKey(random, when, byS3, key, { "aws:s3:arn": `arn:aws:s3:::${bucketName}/object-${n}` }),
        apiCall(random, when + 5, key.region, caller, {
          service: "s3",
          eventName: "CopyObject",
          readOnly: false,
          dataEvent: true,
          request: {
            bucketName,
            key: `object-${n}`,
            "x-amz-copy-source": `${bucketName}/object-${n}`,
            "x-amz-server-side-encryption": "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id": key.arn,
          },
          resources: [{ accountId, type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${bucketName}` }],
        }),
      ]);
      const resources = [key.arn, bucketName, `arn:aws:s3:::${bucketName}`];
      return { records, principals, resources, until: at + lasts };
    },
  };
}

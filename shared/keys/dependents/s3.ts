import { GetBucketEncryptionCommand, paginateListBuckets } from "@aws-sdk/client-s3";
import { dependsOn, type Place } from "./dependent.ts";

/**
 * Buckets of the key's Region whose default encryption names it. KMS keys are of one Region, and a bucket takes those of
 * its own only. Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys".
 */
export const buckets: Place = {
  what: "S3 buckets",
  actions: ["s3:ListAllMyBuckets", "s3:GetEncryptionConfiguration"],
  find: async ({ s3: client }, { recognize, each }) => {
    const names: string[] = [];
    const BucketRegion = await client.config.region();
    for await (const { Buckets = [] } of paginateListBuckets({ client, pageSize: 1_000 }, { BucketRegion })) {
      names.push(...Buckets.flatMap(({ Name }) => Name ?? []));
    }
    return each(
      names,
      (name) => name,
      async (Bucket) => {
        const { ServerSideEncryptionConfiguration } = await client.send(
          new GetBucketEncryptionCommand({ Bucket }),
        );
        return (ServerSideEncryptionConfiguration?.Rules ?? []).flatMap(
          ({
            ApplyServerSideEncryptionByDefault: { SSEAlgorithm = "", KMSMasterKeyID = "alias/aws/s3" } = {},
          }) =>
            SSEAlgorithm.startsWith("aws:kms")
              ? dependsOn(recognize, KMSMasterKeyID, {
                  kind: "S3 bucket",
                  id: Bucket,
                  part: "default encryption",
                  loss: "objects that were put with its default encryption cannot be read, and none be put",
                })
              : [],
        );
      },
    );
  },
};

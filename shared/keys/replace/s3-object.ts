import {
  GetBucketOwnershipControlsCommand,
  GetObjectAclCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type ObjectVersion,
  type S3Client,
} from "@aws-sdk/client-s3";

/** The key that a version of an object is encrypted under; undefined if it is gone, or under none of KMS. */
export async function keyOfVersion(
  s3: S3Client,
  Bucket: string,
  { Key, VersionId }: ObjectVersion,
): Promise<string | undefined> {
  return (await headOf(s3, Bucket, String(Key), VersionId))?.SSEKMSKeyId;
}

/** What S3 tells of an object; undefined if it is gone. */
export async function headOf(
  s3: S3Client,
  Bucket: string,
  Key: string,
  VersionId?: string,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId }));
  } catch (error) {
    if (error instanceof Error && /^(NotFound|NoSuchKey|NoSuchVersion)$/.test(error.name)) return undefined;
    throw error;
  }
}

/** Whether an object can be read at once: S3 copies none out of an archive. */
export function isArchived({ StorageClass, ArchiveStatus, Restore }: HeadObjectCommandOutput): boolean {
  if (Restore?.includes('ongoing-request="false"')) return false;
  return StorageClass === "GLACIER" || StorageClass === "DEEP_ARCHIVE" || ArchiveStatus !== undefined;
}

/** Whether a bucket's access control lists mean nothing: its owner has all objects. */
export async function hasNoLists(s3: S3Client, Bucket: string): Promise<boolean> {
  const ownership = await s3.send(new GetBucketOwnershipControlsCommand({ Bucket })).catch((error: Error) => {
    if (error.name === "OwnershipControlsNotFoundError") return undefined;
    throw error;
  });
  const rules = ownership?.OwnershipControls?.Rules ?? [];
  return rules.some(({ ObjectOwnership }) => ObjectOwnership === "BucketOwnerEnforced");
}

/** Whether somebody beside its owner has rights on an object by its access control list, which a copy does not have. */
export async function isShared(s3: S3Client, Bucket: string, Key: string): Promise<boolean> {
  const { Grants = [], Owner } = await s3.send(new GetObjectAclCommand({ Bucket, Key }));
  return Grants.some(({ Grantee }) => Grantee?.ID === undefined || Grantee.ID !== Owner?.ID);
}

import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { KeyIdentity } from "./replacement.ts";

/** An object to be copied over itself. */
export interface Copy {
  bucket: string;
  key: string;
  head: HeadObjectCommandOutput;
  to: KeyIdentity;
  partBytes: number;
}

/** What a copy must be told, since S3 does not take it from the source. */
export function kept({ head, to }: Copy) {
  return {
    ServerSideEncryption: head.ServerSideEncryption,
    SSEKMSKeyId: to.arn,
    BucketKeyEnabled: head.BucketKeyEnabled ?? false,
    StorageClass: head.StorageClass,
    WebsiteRedirectLocation: head.WebsiteRedirectLocation,
    ObjectLockMode: head.ObjectLockMode,
    ObjectLockRetainUntilDate: head.ObjectLockRetainUntilDate,
    ObjectLockLegalHoldStatus: head.ObjectLockLegalHoldStatus,
  };
}

/** An object as the source of a copy: URL-encoded, but for the slashes. */
export function sourceOf({ bucket, key, head: { VersionId } }: Copy): string {
  const path = `${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;
  return VersionId === undefined ? path : `${path}?versionId=${encodeURIComponent(VersionId)}`;
}

/** Whether a condition did not hold: somebody else wrote or deleted the object, or is just writing it. */
export function isChanged(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(PreconditionFailed|ConditionalRequestConflict|NoSuchKey|NoSuchVersion|412)$/.test(error.name)
  );
}

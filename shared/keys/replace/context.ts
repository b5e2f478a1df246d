import type { IAMClient } from "@aws-sdk/client-iam";
import type { KMSClient } from "@aws-sdk/client-kms";
import type { S3Client } from "@aws-sdk/client-s3";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { SSMClient } from "@aws-sdk/client-ssm";
import type { AuditEngine } from "../../audit/index.ts";
import type { Dependents } from "../dependents/index.ts";
import type { ReplacementStore } from "./store.ts";

/** What a replacement needs of its surroundings. */
export interface ReplaceContext {
  kms: KMSClient;
  secretsManager: SecretsManagerClient;
  ssm: SSMClient;
  s3: S3Client;
  iam: IAMClient;
  /** Where uses of the old key are looked up. */
  trail: AuditEngine;
  /** What depends on a key beside secrets, parameters and objects. */
  dependentsOf(keyArn: string): Promise<Dependents>;
  store: ReplacementStore;
  now(): Date;
  /** Milliseconds until the process must have ended. */
  remainingMs(): number;
  /** Who this is, as Parameter Store's LastModifiedUser names it. */
  self(): Promise<string | undefined>;
  /** How long it may take until all of KMS knows a change. Its Developer Guide: usually seconds, at times minutes. */
  settleSeconds: number;
  /** How late the trail may be. */
  trailDelaySeconds: number;
  /** How objects are copied that CopyObject refuses for their size. */
  largeObjects: { aboveBytes: number; partBytes: number; mostBytes: number };
}

/** Milliseconds that must be left to begin with another page: a page of a bucket may hold large objects. */
export const leastMs = 400_000;

/** CopyObject takes up to 5 GB (S3 API Reference); what is much larger takes longer than a function may. */
export const largeObjects = {
  aboveBytes: 5_000_000_000,
  partBytes: 1_000_000_000,
  mostBytes: 300_000_000_000,
};

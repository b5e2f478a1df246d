import { setTimeout as pause } from "node:timers/promises";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SSMClient } from "@aws-sdk/client-ssm";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import type { Client, MetadataBearer } from "@smithy/types";
import { inject } from "vitest";
import { clientSettings } from "../../../../local/client-settings.ts";
import { lookupEngine, namesFromAws } from "../../../../shared/audit/index.ts";
import {
  advanceReplacement,
  type BeginRequest,
  beginReplacement,
  dynamoDbReplacements,
  type Progress,
  type ReplaceContext,
} from "../../../../shared/keys/index.ts";
import type { Account } from "./world.ts";

/**
 * After which of its writes a process dies, counted from one. Between two writes it does not matter for anybody else when
 * it dies: calls that only read, and what it has in memory, leave nothing behind.
 */
export type Death = number;

/** A call of AWS, by its command and its input. */
export interface Call {
  name: string;
  input: object;
}

/** Whether a call may leave something behind. */
export function isWrite({ name }: Call): boolean {
  return !/^(Get|List|Describe|Head|Lookup)/.test(name);
}

/** A process that does a replacement, as the function does, and may die in it. */
export interface Process {
  context: ReplaceContext;
  calls: readonly Call[];
  /** Begins and goes on until it ends or waits for a person; "died" if the process dies, and then nothing of it goes on. */
  run(request: Omit<BeginRequest, "run">): Promise<Progress | "died">;
}

/** What a process does otherwise than one that lives in AWS. */
export interface ProcessOptions {
  account: Pick<Account, "settings">;
  tableName: string;
  death?: Death | undefined;
  /** Told of each call before it is made. */
  onCall?: ((call: Call) => Promise<void>) | undefined;
  context?: Partial<ReplaceContext>;
  /** Ends a run that would go on for ever. */
  mostPieces?: number;
  /** Told of each piece that was done. */
  onProgress?: (progress: Progress) => Promise<unknown>;
  /** Whether it waits indeed, in place of a clock that jumps: for what others do meanwhile. */
  waits?: boolean;
}

let runs = 0;

/** Starts one. Its clock jumps over what it waits for. */
export function startProcess({
  account: { settings },
  tableName,
  death,
  onCall,
  context: overrides,
  mostPieces = 200,
  onProgress = async () => {},
  waits = false,
}: ProcessOptions): Process {
  const calls: Call[] = [];
  let [writes, isDead] = [0, false];
  const dead = Promise.withResolvers<"died">();
  // A promise that never settles: no catch or finally of the run goes on.
  const stop = () => new Promise<never>(() => {});
  const called = async <T>(call: Call, make: () => Promise<T>): Promise<T> => {
    if (isDead) return stop();
    calls.push(call);
    await onCall?.(call);
    const [settled] = await Promise.allSettled([make()]);
    if (isWrite(call)) writes += 1;
    if (isDead) return stop();
    if (isWrite(call) && writes === death) {
      isDead = true;
      dead.resolve("died");
      return stop();
    }
    if (settled.status === "rejected") throw settled.reason;
    return settled.value;
  };
  const watched = <In extends object, Out extends MetadataBearer, C extends Client<In, Out, unknown>>(
    client: C,
  ): C => {
    client.middlewareStack.add(
      (next, { commandName = "" }) =>
        (args) =>
          called({ name: commandName.replace(/Command$/, ""), input: args.input }, () => next(args)),
      { step: "initialize", priority: "high", name: "death" },
    );
    return client;
  };
  let skewMs = 0;
  const now = () => new Date(Date.now() + skewMs);
  const kms = watched(new KMSClient(settings));
  const secretsManager = watched(new SecretsManagerClient(settings));
  const context: ReplaceContext = {
    kms,
    secretsManager,
    ssm: watched(new SSMClient(settings)),
    s3: watched(new S3Client(settings)),
    iam: watched(new IAMClient(settings)),
    trail: lookupEngine({
      client: watched(new CloudTrailClient(settings)),
      naming: namesFromAws(kms, secretsManager),
      now: new Date(),
      perSecond: 1_000,
    }),
    store: dynamoDbReplacements(
      DynamoDBDocumentClient.from(
        watched(new DynamoDBClient(clientSettings(inject("integration").endpoint))),
      ),
      tableName,
    ),
    dependentsOf: async () => ({ found: [], notLookedAt: [] }),
    now,
    remainingMs: () => 900_000,
    self: async () => undefined,
    settleSeconds: 0,
    trailDelaySeconds: 0,
    largeObjects: { aboveBytes: 6_000_000, partBytes: 5_242_880, mostBytes: 20_000_000 },
    ...overrides,
  };
  const run = async (request: Omit<BeginRequest, "run">): Promise<Progress> => {
    runs += 1;
    const name = `run-${runs}`;
    const { oldKey } = await beginReplacement(context, { ...request, run: name });
    for (let piece = 0; piece < mostPieces; piece += 1) {
      const progress = await advanceReplacement(context, oldKey.id, name);
      await onProgress(progress);
      if (waits) await pause(progress.waitSeconds * 1_000);
      else skewMs += progress.waitSeconds * 1_000;
      if (progress.decision !== "goOn" && progress.decision !== "wait") return progress;
    }
    throw new Error(`The run did not end within ${mostPieces} pieces.`);
  };
  return { context, calls, run: (request) => Promise.race([run(request), dead.promise]) };
}

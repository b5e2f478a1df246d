import { AthenaClient } from "@aws-sdk/client-athena";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { KMSClient } from "@aws-sdk/client-kms";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Command } from "commander";
import {
  type AuditEngine,
  athenaEngine,
  copyEngine,
  isCopy,
  logsEngine,
  lookupEngine,
  namesFromAws,
  type Period,
  trailGaps,
} from "../../shared/audit/index.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { sourcesOf } from "../../shared/trail/index.ts";
import { interruptible } from "../interruptible.ts";
import { plain } from "../plain.ts";
import { withStage } from "../stack.ts";
import { athenaNames } from "./athena.ts";
import { resumable } from "./resume.ts";
import { numberInWords } from "./words.ts";

/** The options that say where the events come from. */
export interface SourceOptions {
  source: string;
  /** Whose Athena is asked; `prod` without. */
  stage?: string;
  fresh?: boolean;
}

/** The options for where the events come from; the same for every question. */
export function withSource(command: Command): Command {
  return withStage(command)
    .option(
      "--source <source>",
      "lookup, log files (a path, or s3://bucket/prefix), the folder of a copy, or athena, with the stack's table",
      "lookup",
    )
    .option("--fresh", "begin anew where an interrupted run of the same question could be continued");
}

/** Where a question is asked. */
export interface OpenedSource {
  engine: AuditEngine;
  /** That of an interrupted run, where it is continued. */
  period: Period;
  /** What may be missing from the answer. */
  notes: string[];
  /** To be called when the question is answered. */
  done(): Promise<void>;
}

/**
 * Opens the source that a command names.
 *
 * @param report takes how far it has come, in words
 */
export async function openSource(
  { source, stage = "prod", fresh = false }: SourceOptions,
  period: Period,
  { now, report }: { now: Date; report: (progress: string) => void },
): Promise<OpenedSource> {
  if (await isCopy(source)) return { engine: copyEngine(source), period, notes: [], done: async () => {} };
  if (source === "athena") {
    const engine = athenaEngine({
      client: makeClient(AthenaClient),
      s3: () => makeClient(S3Client),
      ...athenaNames(stage),
      signal: interruptible(),
      onPlan: (plan) => process.stderr.write(`${plain(plan)}\n`),
      onState: (state, bytes) => report(`Athena: ${state.toLowerCase()}, ${numberInWords(bytes)} bytes read`),
    });
    return { engine, period, notes: [], done: async () => {} };
  }
  const cloudTrail = makeClient(CloudTrailClient);
  if (source !== "lookup") {
    const found = await sourcesOf([source], { ...period, s3: () => makeClient(S3Client) });
    const bucket = /^s3:\/\/([^/]+)/.exec(source)?.[1];
    const gaps = bucket === undefined ? [] : await trailGaps(cloudTrail, bucket);
    const notes = gaps.map(
      ({ trail, lacks }) => `The trail ${trail} leaves out ${lacks}: its log files do not have them.`,
    );
    return { engine: logsEngine(found), period, notes, done: async () => {} };
  }
  const {
    journal,
    period: begun,
    isContinued,
  } = await resumable(process.argv.slice(2), period, { now, fresh });
  const engine = lookupEngine({
    client: cloudTrail,
    naming: namesFromAws(makeClient(KMSClient), makeClient(SecretsManagerClient)),
    now,
    journal,
    onPage: ({ lookup, index, count, reached }) =>
      report(
        `lookup ${index + 1} of ${count}, ${lookup}, back to ${reached?.toISOString() ?? "the beginning"}`,
      ),
  });
  return {
    engine,
    period: begun,
    notes: isContinued
      ? ["An interrupted run was continued; its --from and --to hold. --fresh begins anew."]
      : [],
    done: journal.discard,
  };
}

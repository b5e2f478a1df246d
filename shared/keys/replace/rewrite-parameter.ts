import {
  DescribeParametersCommand,
  GetParameterCommand,
  LabelParameterVersionCommand,
  type ParameterHistory,
  type ParameterMetadata,
  PutParameterCommand,
  paginateGetParameterHistory,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import type { ReplaceContext } from "./context.ts";
import { namingOf, sameNaming } from "./names.ts";
import { keysOf, type Replacement } from "./replacement.ts";

/** A value that is being written again. */
interface Writing {
  parameter: string;
  /** The version whose value is the right one. */
  base: number;
  /** The last version that was there before the value is written again. */
  last: number;
}

/**
 * Writes a parameter's value again, under the new key, with the same description, pattern and tier; its policies and tags
 * stay. Parameter Store has no condition on the version, but it numbers them without gaps: a value that somebody
 * else wrote meanwhile shows by the number of ours, and is written again over it at once. What is being written is
 * remembered before, so that a run that dies in between leaves no older value over a newer one.
 */
export async function rewriteParameter(
  context: ReplaceContext,
  state: Replacement,
  name: string,
): Promise<void> {
  const { Version: version = 0 } = await describe(context.ssm, name);
  await write(context, state, { parameter: name, base: version, last: version });
}

async function write(context: ReplaceContext, state: Replacement, begun: Writing): Promise<void> {
  const { ssm, store } = context;
  let writing = begun;
  const name = writing.parameter;
  for (;;) {
    const { base, last } = writing;
    await store.change(state.oldKey.id, (now) => ({ ...now, writing }));
    const metadata = await describe(ssm, name);
    const { Parameter } = await ssm.send(
      new GetParameterCommand({ Name: `${name}:${base}`, WithDecryption: true }),
    );
    const { Version = 0 } = await ssm.send(
      new PutParameterCommand({
        Name: name,
        Value: Parameter?.Value,
        Type: "SecureString",
        Overwrite: true,
        KeyId: newKeyId(metadata, state),
        Description: metadata.Description,
        AllowedPattern: metadata.AllowedPattern,
        Tier: metadata.Tier,
        DataType: metadata.DataType,
      }),
    );
    await moveLabels(ssm, name, base, Version);
    if (Version === last + 1) break;
    writing = { parameter: name, base: Version - 1, last: Version };
  }
  await store.change(state.oldKey.id, (now) => ({ ...now, writing: undefined }));
}

/** The new key, named as the old one was; a parameter that has another key by now keeps it. */
function newKeyId({ KeyId }: ParameterMetadata, state: Replacement): string | undefined {
  const { from, to } = keysOf(state);
  const naming = namingOf(KeyId, from, state.aliases);
  return KeyId === undefined || !naming ? KeyId : sameNaming(KeyId, naming, to);
}

/** Whoever reads the value by a label reads the same one, under the new key. */
async function moveLabels(ssm: SSMClient, name: string, from: number, to: number): Promise<void> {
  const { Labels = [] } = (await history(ssm, name)).find(({ Version }) => Version === from) ?? {};
  if (Labels.length === 0) return;
  await ssm.send(new LabelParameterVersionCommand({ Name: name, ParameterVersion: to, Labels }));
}

/** Ends what a dead run left: if it wrote a value over one that it did not know, that one is written over it again. */
export async function resumeWriting(context: ReplaceContext, state: Replacement): Promise<void> {
  const { ssm, store, self } = context;
  const { writing } = state;
  if (!writing) return;
  const { parameter, base, last } = writing;
  const versions = await history(ssm, parameter).catch((error: Error) => {
    if (error.name === "ParameterNotFound") return [];
    throw error;
  });
  const later = versions.filter(({ Version = 0 }) => Version > last);
  const newest = later.at(-1);
  const value = versions.find(({ Version }) => Version === base)?.Value;
  const isOurs = newest && newest.Value === value && isBy(newest, await self());
  if (isOurs) await moveLabels(ssm, parameter, base, newest.Version ?? 0);
  const unknown = isOurs ? later.at(-2) : undefined;
  if (newest && unknown) {
    await write(context, state, { parameter, base: unknown.Version ?? 0, last: newest.Version ?? 0 });
  } else {
    await store.change(state.oldKey.id, (now) => ({ ...now, writing: undefined }));
  }
}

/** Whether a version was written by somebody; where no ARN is told, it may have been. */
function isBy({ LastModifiedUser = "" }: ParameterHistory, self: string | undefined): boolean {
  return !LastModifiedUser.startsWith("arn:") || LastModifiedUser === self;
}

/** All versions with their values, the oldest first. */
async function history(ssm: SSMClient, name: string): Promise<ParameterHistory[]> {
  const all: ParameterHistory[] = [];
  const pages = paginateGetParameterHistory({ client: ssm }, { Name: name, WithDecryption: true });
  for await (const { Parameters = [] } of pages) all.push(...Parameters);
  return all.sort((one, other) => (one.Version ?? 0) - (other.Version ?? 0));
}

async function describe(ssm: SSMClient, name: string): Promise<ParameterMetadata> {
  const { Parameters = [] } = await ssm.send(
    new DescribeParametersCommand({
      ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [name] }],
    }),
  );
  return Parameters[0] ?? {};
}

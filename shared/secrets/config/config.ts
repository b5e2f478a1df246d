import { z } from "zod";
import { ConfigError, SecretNotFoundError, SecretRefusedError, UnexpectedSecretError } from "../errors.ts";
import { hideFields } from "../hidden.ts";
import { fieldOf, problemOf } from "../problem.ts";
import type { Secret } from "../secret.ts";
import type { SecretsCache } from "../secrets-cache.ts";
import { type Field, fieldsOf } from "./fields.ts";
import type { ParametersCache } from "./parameters.ts";

/** What a configuration is read from. */
export interface ConfigSources {
  secrets: Pick<SecretsCache, "get" | "warmUp">;
  parameters: Pick<ParametersCache, "get" | "warmUp">;
  /** The environment's variables, such as `process.env`. */
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Makes what reads a configuration whose schema names where each field comes from, in its meta:
 *
 *     z.object({
 *       password: z.string().meta({ from: "secret:prod/db#password" }),  // without #: the whole text
 *       port: z.coerce.number().meta({ from: "ssm:/app/port" }),
 *       flags: z.record(z.string(), z.string()).meta({ from: "ssm:/app/flags/" }),  // all below a path
 *       level: z.string().default("info").meta({ from: "env:LOG_LEVEL" }),
 *     })
 *
 * What is read is as old as the caches allow. An object that is returned prints without what its fields hold.
 *
 * @throws TypeError at once if a field names no source
 * @returns what throws ConfigError that names all that is missing or wrong, and SecretUnavailableError if something
 *   cannot be read now
 */
export function config<S extends z.ZodObject>(schema: S, sources: ConfigSources): () => Promise<z.output<S>> {
  const fields = fieldsOf(schema);
  const names = fields.flatMap(({ source }) => (source.kind === "ssm" ? [source.name] : []));
  const ids = fields.flatMap(({ source }) => (source.kind === "secret" ? [source.id] : []));
  return async () => {
    await Promise.all([sources.parameters.warmUp(names), sources.secrets.warmUp(ids)]);
    const problems: Record<string, string> = {};
    const raw: Record<string, unknown> = {};
    for (const field of fields) {
      try {
        put(raw, field.path, await rawValueOf(field, sources));
      } catch (error) {
        if (!(error instanceof SecretRefusedError || error instanceof UnexpectedSecretError)) throw error;
        problems[field.path.join(".")] = error.message;
      }
    }
    const { data, error } = schema.safeParse(raw);
    for (const issue of error?.issues ?? []) problems[fieldOf(issue)] ??= problemIn(issue, fields, raw);
    if (Object.keys(problems).length > 0 || !data) throw new ConfigError(problems);
    return hideFields(data);
  };
}

/** Undefined where there is nothing: the schema says whether there must be. */
async function rawValueOf({ source }: Field, { secrets, parameters, env }: ConfigSources): Promise<unknown> {
  try {
    switch (source.kind) {
      case "env":
        return env[source.name];
      case "ssm":
        return await parameters.get(source.name);
      case "secret":
        return partOf(await secrets.get(source.id), source.field);
    }
  } catch (error) {
    if (error instanceof SecretNotFoundError) return undefined;
    throw error;
  }
}

/** A field of a secret's JSON by its name, or by the names on the way to it with dots between. */
function partOf(secret: Secret, field: string | undefined): unknown {
  if (field === undefined) return secret.text();
  const object = secret.json(z.record(z.string(), z.unknown()));
  if (Object.hasOwn(object, field)) return object[field];
  return field
    .split(".")
    .reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, name)
          ? Reflect.get(value, name)
          : undefined,
      object,
    );
}

function put(raw: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name = "", ...rest] = path;
  if (rest.length === 0) {
    raw[name] = value;
    return;
  }
  const inner = raw[name];
  const object = isRecord(inner) ? inner : {};
  raw[name] = object;
  put(object, rest, value);
}

function problemIn(issue: z.core.$ZodIssue, fields: readonly Field[], raw: unknown): string {
  const field = fields.find(({ path }) => path.every((name, index) => name === issue.path[index]));
  if (!field) return problemOf(issue);
  const value = field.path.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), raw);
  return value === undefined ? `missing in ${field.from}` : `${problemOf(issue)} in ${field.from}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

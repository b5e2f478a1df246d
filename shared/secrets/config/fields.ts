import { z } from "zod";

/** Where a field's value comes from. */
export type FieldSource =
  | { kind: "ssm"; name: string }
  | { kind: "secret"; id: string; field: string | undefined }
  | { kind: "env"; name: string };

/** A field of a configuration. */
export interface Field {
  /** Its name, and those of the objects around it. */
  path: readonly string[];
  source: FieldSource;
  /** The source as the schema names it. */
  from: string;
}

/**
 * The fields of a schema with their sources, those of objects in it as well.
 *
 * @throws TypeError that names all fields whose source is missing or not understood
 */
export function fieldsOf(schema: z.ZodObject): Field[] {
  const wrong: string[] = [];
  const fields = fieldsIn(schema, [], wrong);
  if (wrong.length === 0) return fields;
  throw new TypeError(
    `These fields do not say where they come from: ${wrong.join(", ")}. Add .meta({ from: "ssm:/name" }), "secret:name#field" or "env:NAME".`,
  );
}

function fieldsIn(schema: z.ZodObject, path: readonly string[], wrong: string[]): Field[] {
  return Object.entries(schema.shape).flatMap(([name, type]): Field[] => {
    const here = [...path, name];
    const from = fromOf(type);
    if (from === undefined && type instanceof z.ZodObject) return fieldsIn(type, here, wrong);
    const source = from === undefined ? undefined : sourceOf(from);
    if (from !== undefined && source) return [{ path: here, source, from }];
    wrong.push(here.join("."));
    return [];
  });
}

/** What a type, or the type inside `.optional()` and the like, says in its meta. */
function fromOf(type: unknown): string | undefined {
  if (!(type instanceof z.ZodType)) return undefined;
  const from = type.meta()?.from;
  if (typeof from === "string") return from;
  const isWrapped =
    type instanceof z.ZodOptional || type instanceof z.ZodDefault || type instanceof z.ZodNullable;
  return isWrapped ? fromOf(type.unwrap()) : undefined;
}

function sourceOf(from: string): FieldSource | undefined {
  const [, kind, name = ""] = /^(ssm|secret|env):(.+)$/.exec(from) ?? [];
  if (kind === "ssm" || kind === "env") return { kind, name };
  if (kind !== "secret") return undefined;
  // No secret's name has a # in it.
  const [id = "", ...field] = name.split("#");
  return id ? { kind, id, field: field.length === 0 ? undefined : field.join("#") } : undefined;
}

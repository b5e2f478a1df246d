import { inspect } from "node:util";
import { z } from "zod";
import { UnexpectedSecretError } from "./errors.ts";
import { hideFields } from "./hidden.ts";
import { fieldOf, problemOf } from "./problem.ts";

/** What is known of a version of a secret beside its value. */
export interface SecretVersion {
  arn: string;
  name: string;
  versionId: string;
  stages: readonly string[];
}

/** A version of a secret. Its value is had by asking for it; nothing that is printed of it shows the value. */
export class Secret implements SecretVersion {
  readonly arn: string;
  readonly name: string;
  readonly versionId: string;
  readonly stages: readonly string[];
  readonly #value: string | Uint8Array;

  constructor({ arn, name, versionId, stages }: SecretVersion, value: string | Uint8Array) {
    this.arn = arn;
    this.name = name;
    this.versionId = versionId;
    this.stages = Object.freeze([...stages]);
    this.#value = value;
    Object.freeze(this);
  }

  /** @throws UnexpectedSecretError if the value is binary */
  text(): string {
    if (typeof this.#value === "string") return this.#value;
    throw new UnexpectedSecretError(`The secret ${this.name} is binary. Take its bytes().`);
  }

  /** The value as it is stored: text, or a copy of the bytes of a binary secret. */
  value(): string | Uint8Array {
    return typeof this.#value === "string" ? this.#value : this.#value.slice();
  }

  /** A copy of the value's bytes: those of a binary secret, or of a text in UTF-8. */
  bytes(): Uint8Array {
    return typeof this.#value === "string" ? new TextEncoder().encode(this.#value) : this.#value.slice();
  }

  /**
   * The value as JSON, checked by a schema. An object that is returned prints without what its fields hold.
   *
   * @throws UnexpectedSecretError that names the fields that are not as they should be
   */
  json<S extends z.ZodType>(schema: S): z.output<S> {
    const { success, data, error } = schema.safeParse(parsed(this));
    if (success) return hideFields(data);
    const problems = [...new Set(error.issues.map((issue) => `${fieldOf(issue)} (${problemOf(issue)})`))];
    throw new UnexpectedSecretError(
      `The secret ${this.name} is not what is expected of it: ${problems.join(", ")}. Correct version ${this.versionId}, or the schema.`,
    );
  }

  toJSON(): SecretVersion {
    const { arn, name, versionId, stages } = this;
    return { arn, name, versionId, stages };
  }

  toString(): string {
    return `[secret ${this.name}]`;
  }

  [inspect.custom](): string {
    return `Secret { name: '${this.name}', versionId: '${this.versionId}', value: [hidden] }`;
  }
}

/** A login, in the JSON of AWS's database secrets; further fields stay as they are. */
export const credentialsSchema = z.looseObject({
  username: z.string().optional(),
  password: z.string(),
  host: z.string().optional(),
  port: z.coerce.number().int().optional(),
  dbname: z.string().optional(),
});

/** A login, in the JSON of AWS's database secrets. */
export type Credentials = z.output<typeof credentialsSchema>;

/** V8 quotes the text in its error, so that one is not kept. */
function parsed(secret: Secret): unknown {
  try {
    return JSON.parse(secret.text());
  } catch (error) {
    if (error instanceof UnexpectedSecretError) throw error;
    throw new UnexpectedSecretError(`The secret ${secret.name} is not JSON. Take its text().`);
  }
}

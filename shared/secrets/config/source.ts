import {
  GetParametersCommand,
  type Parameter,
  paginateGetParametersByPath,
  type SSMClient,
} from "@aws-sdk/client-ssm";
import type { LoadMany } from "../cache/index.ts";
import { SecretNotFoundError } from "../errors.ts";
import { readError } from "../read-error.ts";

/** A parameter's value, or the values below a path. */
export type ParameterValue = string | Readonly<Record<string, string>>;

/** How many parameters GetParameters takes. Source: its API reference. */
export const batchSize = 10;

/** Whether all parameters below a path are meant. */
export function isPath(name: string): boolean {
  return name.endsWith("/");
}

/** Where parameters are read from. */
export interface ParameterSource {
  /** @throws SecretRefusedError, SecretUnavailableError */
  read(name: string, signal: AbortSignal): Promise<ParameterValue>;
  /** At most ten parameters, none a path. */
  readMany: LoadMany<ParameterValue>;
}

/** Reads from AWS Systems Manager's Parameter Store. */
export function parameterStore(client: SSMClient): ParameterSource {
  const readMany: ParameterSource["readMany"] = async (names, abortSignal) => {
    try {
      const command = new GetParametersCommand({ Names: [...names], WithDecryption: true });
      const { Parameters = [] } = await client.send(command, { abortSignal });
      return new Map(names.map((name) => [name, answerFor(Parameters, name) ?? notFound(name)]));
    } catch (error) {
      throw readError(`the parameters ${names.join(", ")}`, error);
    }
  };
  const readPath = async (path: string, abortSignal: AbortSignal) => {
    const values: Record<string, string> = {};
    // The API's path has no slash at its end, but where it is the root.
    const Path = path === "/" ? path : path.slice(0, -1);
    const request = { Path, Recursive: true, WithDecryption: true };
    try {
      for await (const page of paginateGetParametersByPath({ client }, request, { abortSignal })) {
        for (const { Name = "", Value = "" } of page.Parameters ?? [])
          values[Name.slice(path.length)] = Value;
      }
      return values;
    } catch (error) {
      throw readError(`the parameters below ${path}`, error);
    }
  };
  return {
    readMany,
    read: async (name, signal) => {
      if (isPath(name)) return readPath(name, signal);
      const value = (await readMany([name], signal)).get(name);
      if (value === undefined || value instanceof Error) throw value ?? notFound(name);
      return value;
    },
  };
}

/** An answer has the name alone, and as its selector the version or label that was asked for, such as `:3`. */
function answerFor(parameters: readonly Parameter[], asked: string): string | undefined {
  return parameters.find(({ Name = "", ARN = "", Selector = "", Version }) =>
    [Selector, ...(Selector ? [] : [`:${Version}`])].some((selector) =>
      [Name + selector, ARN + selector].includes(asked),
    ),
  )?.Value;
}

function notFound(name: string): SecretNotFoundError {
  return new SecretNotFoundError(`There is no parameter ${name}. Check its name, version and region.`);
}

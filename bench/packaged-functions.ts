import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { localFolder } from "../local/checkout.ts";
import { findPython } from "../local/python/index.ts";
import { packageStack } from "../local/stack/index.ts";

const execute = promisify(execFile);

/** A function as it is deployed. */
export interface PackagedFunction {
  name: string;
  /** The module that exports `handler`. */
  file: string;
  zipBytes: number;
  /** Of all its code: the handler's module and the parts that are loaded when they are needed. */
  bundleBytes: number;
  /** Its environment variables in the template, without those that only a deployed stack can fill in. */
  environment: Record<string, string>;
}

/**
 * Packages the stack, as for a deployment, and unpacks its functions.
 *
 * @param files gets what removes them
 */
export async function packageFunctions(files: AsyncDisposableStack): Promise<PackagedFunction[]> {
  await mkdir(localFolder, { recursive: true });
  // Below the checkout: what the runtime brings on Lambda is found in its node_modules.
  const folder = await mkdtemp(path.join(localFolder, "bench-"));
  files.defer(() => rm(folder, { recursive: true, force: true }));
  await packageStack({ stage: "prod", folder });
  const template = JSON.parse(
    await readFile(path.join(folder, "package", "cloudformation-template-update-stack.json"), "utf8"),
  ) as Template;
  const packages = (await readdir(path.join(folder, "package"))).filter((name) => name.endsWith(".zip"));
  return Promise.all(packages.map((zip) => unpack(folder, zip, template)));
}

async function codeBytes(folder: string): Promise<number> {
  const names = await readdir(folder, { recursive: true });
  const code = names.filter((name) => name.endsWith(".mjs"));
  const sizes = await Promise.all(code.map(async (name) => (await stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

interface Template {
  Resources: Record<string, { Properties?: { Environment?: { Variables?: Record<string, unknown> } } }>;
}

async function unpack(folder: string, zip: string, { Resources }: Template): Promise<PackagedFunction> {
  const name = path.basename(zip, ".zip");
  const into = path.join(folder, name);
  const archive = path.join(folder, "package", zip);
  await execute(await findPython(), ["-m", "zipfile", "-e", archive, into]);
  const file = path.join(into, "functions", name, "handler.mjs");
  const resource = Resources[`${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`];
  const variables = Object.entries(resource?.Properties?.Environment?.Variables ?? {});
  return {
    name,
    file,
    zipBytes: (await stat(archive)).size,
    bundleBytes: await codeBytes(into),
    environment: Object.fromEntries(
      variables.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  };
}

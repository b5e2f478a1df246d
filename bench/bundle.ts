import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { localFolder } from "../local/checkout.ts";

/**
 * Bundles a program of the benchmarks into one JavaScript file, so that its processes start fast, take no memory for
 * the sources, and are all of the same state of them. Packages stay outside: they are found in the checkout.
 *
 * @param entry the module
 * @param files gets what removes the file
 * @returns the file
 */
export async function bundle(entry: URL, files: AsyncDisposableStack): Promise<string> {
  await mkdir(localFolder, { recursive: true });
  const folder = await mkdtemp(path.join(localFolder, "bench-"));
  files.defer(() => rm(folder, { recursive: true, force: true }));
  const outfile = path.join(folder, "program.mjs");
  const source = fileURLToPath(entry);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
  });
  return outfile;
}

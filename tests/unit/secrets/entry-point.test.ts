import path from "node:path";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { checkout } from "../../../local/checkout.ts";
import manifest from "../../../package.json" with { type: "json" };

const index = path.join(checkout, "shared/secrets/index.ts");

/** Bundles a program that imports some names; returns the files of the project in it, and the packages that it imports. */
async function bundled(names: string) {
  const { metafile } = await build({
    stdin: { contents: `export { ${names} } from ${JSON.stringify(index)};`, resolveDir: checkout },
    absWorkingDir: checkout,
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  const [output] = Object.values(metafile.outputs);
  return {
    files: Object.keys(metafile.inputs).filter((file) => file !== "<stdin>"),
    packages: [...new Set((output?.imports ?? []).map(({ path }) => path))],
  };
}

test("the library has nothing of the stack in it, and no more packages than it needs", async () => {
  const { files, packages } = await bundled("secretsCache, config, parametersCache, pgSettings, mysqlPool");
  for (const file of files) expect(file).toMatch(/^shared\/(secrets|aws)\//);
  const own = packages.filter((name) => !name.startsWith("node:"));
  expect(own.toSorted()).toEqual([
    "@aws-sdk/client-secrets-manager",
    "@aws-sdk/client-ssm",
    "lru-cache",
    "zod",
  ]);
  for (const name of own) expect(Object.keys(manifest.dependencies)).toContain(name);
});

test("what an application does not use is left out by its bundler", async () => {
  const { packages } = await bundled("withSecrets");
  expect(packages).toEqual([]);
});

test("package.json names the library as it is built", () => {
  expect(manifest.exports["./secrets"]).toEqual({
    types: "./dist/types/shared/secrets/index.d.ts",
    default: "./dist/secrets.mjs",
  });
});

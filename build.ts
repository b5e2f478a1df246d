import { execFile } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { buildRekey, settings } from "./build-rekey.ts";

const execute = promisify(execFile);

await rm("dist", { recursive: true, force: true });
await buildRekey();

// What applications import; packages stay outside, so that an application has each once.
await build({
  ...settings,
  entryPoints: { envelope: "shared/envelope/index.ts", secrets: "shared/secrets/index.ts" },
  packages: "external",
  minify: false,
});

// Node takes no TypeScript from node_modules: the types are declarations.
await execute(process.execPath, [
  fileURLToPath(import.meta.resolve("typescript/bin/tsc")),
  "--project",
  "tsconfig.library.json",
]);

for (const name of ["rekey", "envelope", "secrets"]) {
  const bytes = await readFile(`dist/${name}.mjs`);
  const [plain, zipped] = [bytes.length, gzipSync(bytes).length].map((size) => Math.ceil(size / 1024));
  process.stdout.write(`dist/${name}.mjs  ${plain} KiB, ${zipped} KiB gzipped\n`);
}

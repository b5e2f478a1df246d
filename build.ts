import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const execute = promisify(execFile);
const settings = {
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  minify: true,
  keepNames: true,
  logLevel: "info",
} as const;

await rm("dist", { recursive: true, force: true });

// The command line as one file that any Node from version 20 on runs; AWS's SDK is bundled with it.
await build({
  ...settings,
  entryPoints: { rekey: "cli/rekey.ts" },
  // DuckDB is native code: who installs it beside the file has `audit import` and `audit sql`.
  external: ["@duckdb/node-api", "pg-native", "pg-cloudflare", "cpu-features", "*.node"],
  banner: {
    // Some dependencies are CommonJS and call require().
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});

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

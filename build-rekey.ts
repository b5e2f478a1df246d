import { type BuildOptions, build } from "esbuild";
import { reportPagePlugin } from "./build-report-page.ts";

/** What all that is built shares. */
export const settings = {
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  minify: true,
  keepNames: true,
  logLevel: "warning",
} as const satisfies BuildOptions;

/** Builds the command line as one file that any Node from version 20 on runs; AWS's SDK is bundled with it. */
export async function buildRekey(): Promise<void> {
  await build({
    ...settings,
    entryPoints: { rekey: "cli/rekey.ts" },
    plugins: [reportPagePlugin],
    // DuckDB is native code: who installs it beside the file has `audit import` and `audit sql`.
    external: ["@duckdb/node-api", "pg-native", "pg-cloudflare", "cpu-features", "*.node"],
    banner: {
      // Some dependencies are CommonJS and call require().
      js: '#!/usr/bin/env node\nimport { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
}

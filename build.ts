import { build } from "esbuild";

/** Bundles the command line into one file that any Node from version 20 on runs; AWS's SDK is bundled with it. */
await build({
  entryPoints: { rekey: "cli/rekey.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  minify: true,
  keepNames: true,
  external: ["pg-native", "pg-cloudflare", "cpu-features", "*.node"],
  banner: {
    // Some dependencies are CommonJS and call require().
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
});

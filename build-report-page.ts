import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import type { PageParts } from "./shared/report/index.ts";

const folder = fileURLToPath(new URL("shared/report/page/", import.meta.url));

/** Builds what draws a report's page: one script with the library of its charts, and the style sheet. */
export async function buildReportPage(): Promise<PageParts> {
  const { outputFiles } = await build({
    entryPoints: [`${folder}main.ts`, `${folder}style.css`],
    outdir: folder,
    bundle: true,
    minify: true,
    write: false,
    platform: "browser",
    format: "iife",
    target: ["chrome123", "firefox128", "safari17.5"],
    legalComments: "none",
    logLevel: "warning",
  });
  const text = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? "";
  return { script: text(".js"), style: text(".css") };
}

/** Puts the built page into the command line, in the place of the module that builds it when run from its sources. */
export const reportPagePlugin: Plugin = {
  name: "report-page",
  setup({ onLoad }) {
    onLoad({ filter: /cli[\\/]report[\\/]page-parts\.ts$/ }, async () => ({
      contents: `export const pageParts = async () => (${JSON.stringify(await buildReportPage())});`,
      loader: "js",
    }));
  },
};

import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

const handler = fileURLToPath(new URL("../../../../functions/detect/handler.ts", import.meta.url));

describe("the function detect", () => {
  it("carries all detections, and none of their examples", async () => {
    const { metafile } = await build({
      entryPoints: [handler],
      bundle: true,
      write: false,
      metafile: true,
      format: "esm",
      platform: "node",
      packages: "external",
      outdir: "out",
    });
    const carried = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    );
    expect(carried.filter((file) => file.endsWith("trail-stopped.ts"))).toHaveLength(1);
    expect(carried.filter((file) => /\.examples\.ts$|detection\/(examples|describe)\//.test(file))).toEqual(
      [],
    );
  });
});

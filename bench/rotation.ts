import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Benchmark } from "./benchmark.ts";
import { packageFunctions } from "./packaged-functions.ts";
import { compare } from "./rotation/compare.ts";
import { goals, notesOf, type RotationFigures, tableOf } from "./rotation/figures.ts";
import { measureFleet } from "./rotation/fleet.ts";
import { awsTemplate, ours } from "./rotation/product.ts";
import { templateProgram } from "./rotation/template-program.ts";
import { startWorld } from "./rotation/world.ts";
import { round } from "./statistics.ts";

const templateName = "SecretsManagerRDSPostgreSQLRotationSingleUser";

/** How many secrets of the fleet are rotated at once. */
const concurrency = 10;

/**
 * The four phases of a rotation of a PostgreSQL user, Rekey's function beside AWS's template: on the same LocalStack
 * and the same server, in turn. And a fleet of secrets, Rekey alone.
 */
export const rotation: Benchmark = async (onProgress, { template: templates, secrets = 1_000 }) => {
  await using started = new AsyncDisposableStack();
  onProgress("starting the servers, and packaging the stack");
  const packaging = packageFunctions(started);
  const [functions, world] = await Promise.all([packaging, startWorld(started)]);
  const rotate = functions.find(({ name }) => name === "rotate");
  if (!rotate) throw new Error("The stack has no function rotate.");
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-bench-"));
  started.defer(() => rm(folder, { recursive: true, force: true }));

  const our = ours(rotate);
  const { caPem } = world.postgres;
  const template =
    templates && awsTemplate(await templateProgram(templates, templateName, { caPem, folder }, onProgress));
  const measured = await compare(template ? [our, template] : [our], world, onProgress);
  const ourFigures = measured.get(our);
  if (!ourFigures) throw new Error("Nothing was measured.");
  const templateFigures = template ? measured.get(template) : undefined;
  const figures: RotationFigures = {
    goals,
    ours: { ...ourFigures, zipBytes: rotate.zipBytes, bundleBytes: rotate.bundleBytes },
    template: templateFigures,
    oursOfTemplate: templateFigures && {
      cold: round(ourFigures.coldBeyondBareMs / templateFigures.coldBeyondBareMs),
      coldWithInterpreter: round(ourFigures.cold.medianMs / templateFigures.cold.medianMs),
      warm: round(ourFigures.warm.medianMs / templateFigures.warm.medianMs),
      calls: round(ourFigures.callsTotal / templateFigures.callsTotal),
    },
    fleet: secrets > 0 ? await measureFleet(world, { secrets, concurrency }, onProgress) : undefined,
    notes: notesOf(template !== undefined),
  };
  return { figures, table: tableOf(figures) };
};

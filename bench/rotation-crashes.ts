import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientSettings } from "../local/client-settings.ts";
import { startMariadb } from "../local/mysql/index.ts";
import { makeClient } from "../shared/aws/index.ts";
import { defaultPasswordPolicy, engines, recoverRotation } from "../shared/rotation/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { bundle } from "./bundle.ts";
import { templateEnvironment } from "./rotation/product.ts";
import { templateProgram } from "./rotation/template-program.ts";
import { startWorld } from "./rotation/world.ts";
import { type CrashRow, notesOf, tableOf } from "./rotation-crashes/figures.ts";
import { mariadbSystem } from "./rotation-crashes/mariadb-system.ts";
import { postgresSystem } from "./rotation-crashes/postgres-system.ts";
import { forkingProcess, processForEach } from "./rotation-crashes/rotating-process.ts";
import { storeSuperuser } from "./rotation-crashes/secrets.ts";
import { walk } from "./rotation-crashes/walk.ts";

const templateProcess = fileURLToPath(new URL("./rotation-crashes/template_process.py", import.meta.url));

/**
 * Every death of a rotation, before and after each of its remote calls: what becomes of it if the phases are called
 * again, and if nobody calls again. Rekey's function beside AWS's templates, on the same servers.
 */
export const rotationCrashes: Benchmark = async (onProgress, { template: templates }) => {
  await using started = new AsyncDisposableStack();
  const ourProcess = await bundle(new URL("./rotation-crashes/our-process.ts", import.meta.url), started);
  onProgress("starting the servers");
  const { gateway, postgres, idleFunctionArn } = await startWorld(started);
  const mariadb = await startMariadb();
  started.defer(() => mariadb.stop());
  const folder = await mkdtemp(path.join(tmpdir(), "rekey-bench-"));
  started.defer(() => rm(folder, { recursive: true, force: true }));
  const { endpoint } = gateway;
  const secretsManager = makeClient(SecretsManagerClient, clientSettings(endpoint));
  const store = { secretsManager, idleFunctionArn };
  const context = {
    secretsManager,
    engines,
    passwordPolicy: defaultPasswordPolicy,
    // As the deployed function has at its start.
    remainingMs: () => 60_000,
    isRdsProxy: async () => false,
    serverOf: async (arn: string) => {
      throw new Error(`There is no Amazon RDS to ask for ${arn}.`);
    },
  };

  const systems = [
    { system: await postgresSystem(postgres), template: "SecretsManagerRDSPostgreSQLRotation" },
    { system: await mariadbSystem(mariadb), template: "SecretsManagerRDSMariaDBRotation" },
  ];
  const rows: CrashRow[] = [];
  for (const { system, template } of systems) {
    const superuser = await storeSuperuser(store, system);
    for (const strategy of ["single-user", "alternating-users"] as const) {
      const masterarn = strategy === "alternating-users" ? superuser : undefined;
      const subject = { store, system, masterarn };
      const title = `${system.title}, ${strategy}`;
      const told = (who: string) => (at: number, of: number) => {
        if (at % 10 === 0 || at === of) onProgress(`${title}, ${who}: death ${at} of ${of}`);
      };
      const engine = await engines.load(system.engine);
      if (engine?.strategies.includes(strategy)) {
        const figures = await walk(
          {
            ...subject,
            processes: processForEach(process.execPath, [ourProcess, endpoint]),
            recover: async (secretId) => {
              await recoverRotation(context, secretId);
            },
          },
          told("Rekey"),
        );
        rows.push({ title, product: "Rekey", ...figures });
      }
      if (!templates) continue;
      const name = `${template}${strategy === "single-user" ? "SingleUser" : "MultiUser"}`;
      const program = await templateProgram(templates, name, { caPem: system.caPem, folder }, onProgress);
      const processes = forkingProcess(
        program.python,
        [templateProcess, program.source, program.authorities],
        { ...templateEnvironment(endpoint), PYTHONWARNINGS: "ignore" },
      );
      try {
        rows.push({
          title,
          product: "AWS's template",
          ...(await walk({ ...subject, processes }, told("the template"))),
        });
      } finally {
        await processes.stop();
      }
    }
  }
  const notes = notesOf(templates !== undefined);
  return { figures: { goal: 0, rows, notes }, table: tableOf(rows, notes) };
};

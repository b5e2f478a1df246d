import { randomUUID } from "node:crypto";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { clientSettings } from "../../local/client-settings.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { defaultPasswordPolicy, engines, type RotationContext, rotate } from "../../shared/rotation/index.ts";
import type { FleetOrder, FleetReport } from "./fleet.ts";

/** The steps of the state machine rotate-secret. */
const steps = [
  "planRotation",
  "beginRotation",
  "createSecret",
  "setSecret",
  "testSecret",
  "finishSecret",
  "reportRotation",
];

/** How often progress is told, in secrets. */
const progressEvery = 50;

process.once("message", (order: FleetOrder) => {
  void rotateAll(order).finally(() => process.disconnect());
});

/** Rotates many secrets, some at once, and tells the parent of it. */
async function rotateAll({ endpoint, secretIds, concurrency }: FleetOrder): Promise<void> {
  const calls: Record<string, number> = {};
  const failures: string[] = [];
  const context = contextOf(endpoint, calls);
  const began = performance.now();
  let ended = 0;
  const queue = secretIds.values();
  const worker = async () => {
    for (const secretId of queue) {
      const token = randomUUID();
      try {
        for (const step of steps) await rotate(context, { step, secretId, token });
      } catch (error) {
        failures.push(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
      }
      ended += 1;
      if (ended % progressEvery === 0) tell({ ended });
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  tell({ ended, seconds: (performance.now() - began) / 1_000, calls, failures });
}

function tell(report: FleetReport): void {
  process.send?.(report);
}

function contextOf(endpoint: string, calls: Record<string, number>): RotationContext {
  const secretsManager = makeClient(SecretsManagerClient, clientSettings(endpoint));
  secretsManager.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) => {
        const name = commandName.replace(/Command$/, "");
        calls[name] = (calls[name] ?? 0) + 1;
        return next(args);
      },
    { step: "initialize", name: "count" },
  );
  return {
    secretsManager,
    engines,
    passwordPolicy: defaultPasswordPolicy,
    // As the deployed function has at its start.
    remainingMs: () => 60_000,
    isRdsProxy: async () => false,
    serverOf: async (arn) => {
      throw new Error(`No secret here names a superuser that Amazon RDS manages, but ${arn} was asked for.`);
    },
  };
}

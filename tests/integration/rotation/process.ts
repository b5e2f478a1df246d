import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { inject } from "vitest";
import { clientSettings } from "../../../local/client-settings.ts";
import { makeClient } from "../../../shared/aws/index.ts";
import {
  defaultPasswordPolicy,
  type Engine,
  engines,
  type RotationContext,
  rotate,
  type StepResult,
} from "../../../shared/rotation/index.ts";

/** Which call of a process is its last, counted from one, and whether it is still made. */
export interface Death {
  call: number;
  moment: "before" | "after";
}

/** A process that does steps of rotations, as the rotation function's does, and may die in one. */
export interface Process {
  /** Does a step of a secret's rotation; "died" if the process dies in it, and then nothing of it goes on. */
  run(step: string, secretId: string, token: string): Promise<StepResult | "died">;
  /** What it called so far, by name. */
  calls: readonly string[];
  /** Those of its calls that came to an end. */
  ended: readonly string[];
}

/** The settings of a process; those of the deployed function by default. */
export type ProcessSettings = Partial<Pick<RotationContext, "passwordPolicy" | "remainingMs">>;

const livingClient = makeSecretsManager();

/** Does one step in a process of its own that does not die. */
export async function rotateStep(
  step: string,
  secretId: string,
  token: string,
  settings: ProcessSettings = {},
): Promise<StepResult["outcome"]> {
  return (await rotate({ ...contextOf(livingClient), ...settings }, { step, secretId, token })).outcome;
}

/** Starts a process that dies as told, or never. */
export function startProcess(death?: Death): Process {
  const calls: string[] = [];
  const ended: string[] = [];
  const dead = Promise.withResolvers<"died">();
  // A promise that never settles: no catch or finally of the step goes on.
  const die = () => {
    dead.resolve("died");
    return new Promise<never>(() => {});
  };
  const called = async <T>(name: string, call: () => Promise<T>): Promise<T> => {
    const last = calls.push(name) === death?.call;
    if (last && death?.moment === "before") return die();
    const [settled] = await Promise.allSettled([call()]);
    ended.push(name);
    if (last) return die();
    if (settled.status === "rejected") throw settled.reason;
    return settled.value;
  };
  const context = contextOf(makeSecretsManager());
  context.secretsManager.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) =>
        called(commandName.replace(/Command$/, ""), () => next(args)),
    { step: "initialize", priority: "high", name: "death" },
  );
  const watched = (engine: Engine): Engine => {
    const parts = Object.entries(engine).map(([name, part]) => [
      name,
      typeof part === "function" ? (...args: unknown[]) => called(name, () => part(...args)) : part,
    ]);
    return Object.fromEntries(parts) as Engine;
  };
  context.engines = {
    ...engines,
    load: async (name) => {
      const engine = await engines.load(name);
      return engine && watched(engine);
    },
  };
  return {
    run: (step, secretId, token) => Promise.race([rotate(context, { step, secretId, token }), dead.promise]),
    calls,
    ended,
  };
}

function makeSecretsManager(): SecretsManagerClient {
  return makeClient(SecretsManagerClient, clientSettings(inject("integration").endpoint));
}

function contextOf(secretsManager: SecretsManagerClient): RotationContext {
  return {
    secretsManager,
    engines,
    passwordPolicy: defaultPasswordPolicy,
    // As the deployed function has at its start.
    remainingMs: () => 60_000,
  };
}

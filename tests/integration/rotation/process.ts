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
export type ProcessSettings = Partial<Omit<RotationContext, "secretsManager">>;

const livingClient = makeSecretsManager();

/** Does one step in a process of its own that does not die. */
export async function rotateStep(
  step: string,
  secretId: string,
  token: string,
  settings: ProcessSettings = {},
): Promise<StepResult["outcome"]> {
  return (await stepResult(step, secretId, token, settings)).outcome;
}

/** Does the same, and tells everything that the step found. */
export async function stepResult(
  step: string,
  secretId: string,
  token: string,
  settings: ProcessSettings = {},
): Promise<StepResult> {
  return rotate(contextOf(livingClient, settings), { step, secretId, token });
}

/** Starts a process that dies as told, or never. */
export function startProcess(death?: Death, settings: ProcessSettings = {}): Process {
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
    const [settled] = await Promise.allSettled([(async () => call())()]);
    ended.push(name);
    if (last) return die();
    if (settled.status === "rejected") throw settled.reason;
    return settled.value;
  };
  const living = contextOf(makeSecretsManager(), settings);
  const { engines, serverOf, isRdsProxy } = living;
  living.secretsManager.middlewareStack.add(
    (next, { commandName = "" }) =>
      (args) =>
        called(commandName.replace(/Command$/, ""), () => next(args)),
    { step: "initialize", priority: "high", name: "death" },
  );
  const context: RotationContext = {
    ...living,
    serverOf: (arn) => called("serverOf", () => serverOf(arn)),
    isRdsProxy: (host) => called("isRdsProxy", () => isRdsProxy(host)),
    engines: {
      ...engines,
      load: async (name) => {
        const engine = await engines.load(name);
        return engine && watched(engine, called);
      },
    },
  };
  return {
    run: (step, secretId, token) => Promise.race([rotate(context, { step, secretId, token }), dead.promise]),
    calls,
    ended,
  };
}

/**
 * An engine whose every method is a call of a process, also those of its strategies' parts: these are named
 * `singleUser.set` and so on.
 */
function watched(engine: Engine, called: Called): Engine {
  return watchedPart(engine, called, "") as unknown as Engine;
}

/** These ask nobody, and are no calls. */
const calculations = new Set(["parse", "checkStrategy", "isSame", "isForwardOnly", "provesLogin"]);

type Called = (name: string, call: () => Promise<unknown>) => Promise<unknown>;

function watchedPart(part: object, called: Called, prefix: string): Record<string, unknown> {
  const members = Object.entries(part).map(([name, member]: [string, unknown]) => {
    if (typeof member === "function" && !calculations.has(name)) {
      return [name, (...args: unknown[]) => called(prefix + name, () => member.apply(part, args))];
    }
    const isPart = typeof member === "object" && member !== null && !Array.isArray(member);
    return [name, isPart ? watchedPart(member, called, `${prefix}${name}.`) : member];
  });
  return Object.fromEntries(members) as Record<string, unknown>;
}

function makeSecretsManager(): SecretsManagerClient {
  return makeClient(SecretsManagerClient, clientSettings(inject("integration").endpoint));
}

function contextOf(secretsManager: SecretsManagerClient, settings: ProcessSettings): RotationContext {
  return {
    secretsManager,
    engines,
    passwordPolicy: defaultPasswordPolicy,
    // As the deployed function has at its start.
    remainingMs: () => 60_000,
    // LocalStack has no RDS: a test that needs it says where its server is.
    serverOf: async (arn) => {
      throw new Error(`There is no Amazon RDS to ask for ${arn}.`);
    },
    isRdsProxy: async () => false,
    ...settings,
  };
}

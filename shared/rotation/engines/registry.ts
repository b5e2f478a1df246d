import type { Engine } from "../engine.ts";

/** The engines by the name that a secret gives; each is loaded only when a secret names it. */
export interface EngineRegistry {
  names(): string[];
  /** Returns undefined for a name that no engine goes by. */
  load(name: string): Promise<Engine | undefined>;
}

const loaders: Record<string, () => Promise<Engine>> = {
  postgres: async () => (await import("./postgres/engine.ts")).postgres,
  "aurora-postgresql": async () => (await import("./postgres/engine.ts")).postgres,
};

/** All engines that Rekey has. */
export const engines: EngineRegistry = {
  names: () => Object.keys(loaders),
  load: async (name) => (Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined),
};

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
  redshift: async () => (await import("./redshift/engine.ts")).redshift,
  mysql: async () => (await import("./mysql/engine.ts")).mysql,
  "aurora-mysql": async () => (await import("./mysql/engine.ts")).mysql,
  mariadb: async () => (await import("./mysql/engine.ts")).mariadb,
  mongo: async () => (await import("./mongo/engine.ts")).mongo,
  docdb: async () => (await import("./mongo/engine.ts")).mongo,
  sqlserver: async () => (await import("./sqlserver/engine.ts")).sqlserver,
  oracle: async () => (await import("./oracle/engine.ts")).oracle,
  redis: async () => (await import("./redis/engine.ts")).redis,
  valkey: async () => (await import("./redis/engine.ts")).redis,
  elasticache: async () => (await import("./elasticache/engine.ts")).elasticache,
  ldap: async () => (await import("./ldap/engine.ts")).ldap,
  "active-directory": async () => (await import("./ldap/active-directory.ts")).activeDirectory,
  ssh: async () => (await import("./ssh/engine.ts")).ssh,
  "iam-user": async () => (await import("./iam-user/engine.ts")).iamUser,
  http: async () => (await import("./http/engine.ts")).http,
  oauth2: async () => (await import("./oauth2/engine.ts")).oauth2,
};

/** All engines that Rekey has. */
export const engines: EngineRegistry = {
  names: () => Object.keys(loaders),
  load: async (name) => (Object.hasOwn(loaders, name) ? loaders[name]?.() : undefined),
};

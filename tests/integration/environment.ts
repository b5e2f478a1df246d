import type { TestProject } from "vitest/node";
import { clientSettings } from "../../local/client-settings.ts";
import { startLocalStack } from "../../local/localstack/index.ts";
import { startPostgres } from "../../local/postgres/index.ts";
import { startTrailGateway } from "../../local/trail-gateway/index.ts";
import { createIdleFunction } from "./idle-function.ts";
import { type DatabaseServer, serverOf } from "./rotation/database.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** The servers of the integration tests. */
    integration: {
      /** The trail gateway in front of LocalStack. */
      endpoint: string;
      /** A rotation function that does nothing: the tests do its phases. */
      idleFunctionArn: string;
      /** A PostgreSQL server that takes TLS only. */
      postgres: DatabaseServer;
    };
  }
}

/** Starts the servers of the integration tests, once for all files; returns what stops them. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const started = new AsyncDisposableStack();
  try {
    const aws = startLocalStack().then((localStack) => {
      started.defer(() => localStack.stop());
      return localStack;
    });
    const postgres = startPostgres().then((server) => {
      started.defer(() => server.stop());
      return server;
    });
    // Whichever fails, the other must be known before it is stopped.
    await Promise.allSettled([aws, postgres]);
    const gateway = await startTrailGateway({ upstream: (await aws).endpoint });
    started.defer(() => gateway.stop());
    project.provide("integration", {
      endpoint: gateway.endpoint,
      idleFunctionArn: await createIdleFunction(clientSettings(gateway.endpoint)),
      postgres: serverOf(await postgres),
    });
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
  return () => started.disposeAsync();
}

import type { TestProject } from "vitest/node";
import { type LocalAws, startLocalAws } from "../../local/local-aws.ts";
import type { StackOutputs } from "../../local/stack/index.ts";

/** The stage for a LocalStack, as in serverless.yml; each run has one of its own. */
const stage = "local";

/** A rotation counts as dead after seconds instead of minutes. */
const params = { staleAfterSeconds: "3" };

/** What the tests get to know of the deployed stack. */
export interface DeployedStack {
  stage: string;
  endpoint: string;
  outputs: StackOutputs;
  postgres: Pick<LocalAws["postgres"], "host" | "port" | "caPem" | "superuser" | "database">;
  /** Where LocalStack's own log and the functions' logs are; undefined where a container keeps them. */
  logDirectory: string | undefined;
  packageFolder: string;
}

declare module "vitest" {
  export interface ProvidedContext {
    stack: DeployedStack;
  }
}

/** Deploys the stack once for all tests, as it would be deployed to AWS. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new AsyncDisposableStack();
  try {
    const aws = await startLocalAws(started, { stage, params });
    const { host, port, caPem, superuser, database } = aws.postgres;
    project.provide("stack", {
      stage,
      endpoint: aws.settings.endpoint,
      outputs: await aws.deploy(),
      postgres: { host, port, caPem, superuser, database },
      logDirectory: aws.localStack.logDirectory,
      packageFolder: aws.packageFolder,
    });
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
  return () => started.disposeAsync();
}

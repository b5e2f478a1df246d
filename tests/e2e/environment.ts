import type { TestProject } from "vitest/node";
import { type LocalAws, startLocalAws } from "../../local/local-aws.ts";
import type { StackOutputs } from "../../local/stack/index.ts";

/** The stage for a LocalStack, as in serverless.yml; each run has one of its own. */
const stage = "local";

/** Names of the secrets with the URLs of the chats' webhooks. */
export const webhookSecrets = { slack: "e2e/slack-webhook", teams: "e2e/teams-webhook" };

const params = {
  // A rotation counts as dead after seconds instead of minutes.
  staleAfterSeconds: "3",
  // KMS knows changes at once here, and the trail is never late.
  settleSeconds: "0",
  trailDelaySeconds: "0",
  replaceBuckets: "*",
  // The chats are servers of this machine, get what is critical only, and are given up after seconds.
  slackSecret: webhookSecrets.slack,
  slackHosts: "127.0.0.1",
  slackSeverity: "CRITICAL",
  teamsSecret: webhookSecrets.teams,
  teamsHosts: "127.0.0.1",
  teamsSeverity: "CRITICAL",
  deliveryAttempts: "2",
  firstRetrySeconds: "1",
};

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

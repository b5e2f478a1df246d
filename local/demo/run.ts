import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SFNClient } from "@aws-sdk/client-sfn";
import type { ListrTask } from "listr2";
import { followExecution, startExecution } from "../../shared/rotation/index.ts";
import { type LocalAws, startLocalAws } from "../local-aws.ts";
import type { StackOutputs } from "../stack/index.ts";
import { type AlertInbox, subscribe } from "./alerts.ts";
import { type DemoApplication, startApplication } from "./application.ts";
import { createUser, type DatabaseSecret, logsIn } from "./database.ts";
import { disableKey, enableKey } from "./intruder.ts";
import { phasesOf } from "./phases.ts";
import { createPrincipal } from "./principals.ts";
import type { AlertResult, ApplicationResult, RotationResult } from "./result.ts";
import {
  currentSecret,
  currentVersion,
  type Labels,
  labels,
  registerSecret,
  rotateOnSchedule,
} from "./secret.ts";

const stage = "local";
const logGroup = `/aws/lambda/rekey-${stage}-rotate`;

/** The name of the demonstration's secret. */
export const secretName = "demo/shop-database";

/** What the demonstration has set up and seen so far; each task adds its part. */
export interface Demo {
  /** Everything that was started, to be stopped in reverse order. */
  started: AsyncDisposableStack;
  signal: AbortSignal;
  aws?: LocalAws;
  stack?: StackOutputs;
  inbox?: AlertInbox;
  application?: DemoApplication;
  labels: { when: string; labels: Labels }[];
  rotations: RotationResult[];
  alert?: AlertResult & { why: string; lastSeen: string };
  applicationResult?: ApplicationResult;
  seconds: { setup: number; deploy: number };
}

/** Something that an earlier task should have left behind. */
function have<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The demonstration has no ${what} yet.`);
  return value;
}

/** The tasks of the demonstration, in order. */
export function demoTasks(): ListrTask<Demo>[] {
  const began = performance.now();
  const secondsSince = (start: number) => Math.round((performance.now() - start) / 100) / 10;

  return [
    {
      title: "Start AWS and a database on this machine",
      task: async (demo, task) => {
        const aws = await startLocalAws(demo.started, {
          stage,
          signal: demo.signal,
          onProgress: (message) => {
            task.output = `LocalStack: ${message}`;
          },
        });
        demo.aws = aws;
        demo.seconds.setup = secondsSince(began);
        task.title = `AWS answers at ${aws.settings.endpoint} (LocalStack as a ${aws.localStack.kind}), PostgreSQL on port ${aws.postgres.port} over TLS`;
      },
    },
    {
      title: `Deploy serverless.yml: serverless deploy --stage ${stage}`,
      task: async (demo, task) => {
        const start = performance.now();
        const { settings, deploy } = have(demo.aws, "AWS");
        demo.stack = await deploy();
        demo.inbox = await subscribe(settings, demo.stack.AlertTopicArn, "demo-alerts");
        demo.seconds.deploy = secondsSince(start);
        task.title = `Deployed the stack rekey-${stage} in ${demo.seconds.deploy} s`;
      },
    },
    {
      title: "Register a database user's credentials as a secret, and start an application that uses it",
      task: async (demo, task) => {
        const { settings, postgres } = have(demo.aws, "AWS");
        const secret = await createUser(postgres, "shop");
        const secretsManager = new SecretsManagerClient(settings);
        await registerSecret(secretsManager, secretName, secret, have(demo.stack, "stack").SecretsKeyAlias);
        demo.labels.push({ when: "registered", labels: await labels(secretsManager, secretName) });
        const application = await createPrincipal(settings, "demo-application", {
          Action: ["secretsmanager:GetSecretValue"],
          Resource: "*",
        });
        const running = startApplication(application, secretName);
        demo.application = running;
        demo.started.defer(() => running.stop());
        task.title = `Registered ${secretName}; an application logs in with it all the time`;
      },
    },
    {
      title: "Rotate it on schedule: RotateSecret, every 30 days, the first time now",
      task: (demo, task) =>
        rotation(demo, "schedule", async (secretsManager) => {
          await rotateOnSchedule(secretsManager, secretName, have(demo.stack, "stack").RotateFunctionArn);
          return true;
        }).then((result) => {
          task.title = `Rotated by Secrets Manager: ${inWords(result)}`;
        }),
    },
    {
      title: "Rotate it by hand: the state machine rotate-secret, as from the Step Functions console",
      task: (demo, task) =>
        rotation(demo, "manual", async () => {
          const stepFunctions = new SFNClient(have(demo.aws, "AWS").settings);
          const execution = await startExecution(
            stepFunctions,
            have(demo.stack, "stack").RotateSecretStateMachineArn,
            { secretId: secretName, reason: "demonstration" },
          );
          const showState = (name: string) => {
            task.output = name;
          };
          const end = await followExecution(stepFunctions, execution, showState, demo.signal);
          if (end.status !== "SUCCEEDED")
            throw new Error(`The state machine ended ${end.status}: ${end.cause}`);
          return true;
        }).then((result) => {
          task.title = `Rotated by the state machine: ${inWords(result)}`;
        }),
    },
    {
      title: "Stop the application",
      task: async (demo, task) => {
        const application = have(demo.application, "application");
        await application.stop();
        const seen = { ...application.result() };
        demo.applicationResult = seen;
        task.title = `The application logged in ${seen.logins} times: ${seen.refusedAtFirst} refused at first, longest wait ${seen.longestWaitMs} ms, ${seen.failures} requests lost`;
      },
    },
    {
      title: "Play an intruder who disables the KMS key, and wait for the alert",
      task: async (demo, task) => {
        const { settings } = have(demo.aws, "AWS");
        const intruder = await createPrincipal(settings, "intruder", { Action: ["kms:*"], Resource: "*" });
        const { keyArn, calledAt } = await disableKey(intruder, have(demo.stack, "stack").SecretsKeyAlias);
        const { finding, receivedAt } = await have(demo.inbox, "subscription").first(
          (candidate) => candidate.entity === keyArn,
          demo.signal,
        );
        const secondsAfterCall = Math.round((receivedAt.getTime() - calledAt.getTime()) / 100) / 10;
        const { ruleId, eventName, principal, entity: resource, why, lastSeen } = finding;
        demo.alert = { ruleId, eventName, principal, resource, secondsAfterCall, why, lastSeen };
        await enableKey(settings, keyArn);
        task.title = `The alert came ${secondsAfterCall} s after the call: ${finding.title}; the key is enabled again`;
      },
    },
  ];
}

/** Rotates, and finds out by logging in what became of the old and the new password. */
async function rotation(
  demo: Demo,
  by: RotationResult["by"],
  rotate: (secretsManager: SecretsManagerClient) => Promise<boolean>,
): Promise<RotationResult> {
  const { settings } = have(demo.aws, "AWS");
  const secretsManager = new SecretsManagerClient(settings);
  const old: DatabaseSecret = await currentSecret(secretsManager, secretName);
  const ok = await rotate(secretsManager);
  const fresh = await currentSecret(secretsManager, secretName);
  const versionId = have(await currentVersion(secretsManager, secretName), "AWSCURRENT");
  const result: RotationResult = {
    by,
    ok: ok && fresh.password !== old.password,
    phasesMs: await phasesOf(settings, logGroup, versionId),
    newPasswordWorks: await logsIn(fresh),
    oldPasswordRefused: !(await logsIn(old)),
  };
  demo.rotations.push(result);
  demo.labels.push({ when: `rotated (${by})`, labels: await labels(secretsManager, secretName) });
  return result;
}

function inWords({ phasesMs, newPasswordWorks, oldPasswordRefused }: RotationResult): string {
  const total = Object.values(phasesMs).reduce((sum, ms) => sum + ms, 0);
  return [
    `four phases in ${total} ms`,
    newPasswordWorks ? "the new password logs in" : "the new password does NOT log in",
    oldPasswordRefused ? "the old one is refused" : "the old one STILL logs in",
  ].join(", ");
}

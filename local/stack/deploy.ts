import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { checkout, localFolder } from "../checkout.ts";
import { lock } from "../lock.ts";
import { runProgram } from "../run-program.ts";

const serverless = path.join(
  path.dirname(createRequire(import.meta.url).resolve("serverless/package.json")),
  "bin/serverless.js",
);

/** The deployment tool ended with an error; the message holds what it printed last. */
export class DeploymentError extends Error {
  override name = "DeploymentError";
}

/** Where and as what the stack is packaged and deployed. */
export interface DeploymentOptions {
  stage: string;
  /** A folder below the checkout for this deployment alone, so that two at once do not collide. */
  folder: string;
  /** Where the deployed functions find AWS, if not where AWS is. */
  functionsEndpoint?: string;
  /** Values for the template's params, beside those of the stage. */
  params?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Builds the functions and the template, without asking AWS anything.
 *
 * @throws DeploymentError if the template or a function does not build
 */
export async function packageStack(options: DeploymentOptions): Promise<void> {
  await run(["package", ...sharedArguments(options)], options, {});
}

/**
 * Deploys what {@link packageStack} built, as `serverless deploy` does to AWS.
 *
 * @param endpoint the endpoint of AWS's APIs
 * @throws DeploymentError if the stack is not created
 */
export async function deployStack(options: DeploymentOptions & { endpoint: string }): Promise<void> {
  await run(["deploy", ...sharedArguments(options)], options, {
    AWS_ENDPOINT_URL: options.endpoint,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    // Milliseconds between two looks at the stack; AWS needs seconds, LocalStack answers at once.
    SLS_AWS_MONITORING_FREQUENCY: "500",
  });
}

function sharedArguments({ stage, folder, params = {} }: DeploymentOptions): string[] {
  const given = Object.entries(params).map(([name, value]) => `--param=${name}=${value}`);
  return [...given, "--stage", stage, "--region", "us-east-1", "--package", path.join(folder, "package")];
}

/** The tool keeps what it builds and what it uploads in `.serverless/` for a while: one of a checkout runs at a time. */
async function run(args: string[], options: DeploymentOptions, env: Record<string, string>): Promise<void> {
  await mkdir(localFolder, { recursive: true });
  const wanted = { folder: path.join(localFolder, "serverless.lock"), what: "packaging and deploying" };
  const release = await lock(wanted, undefined, options.signal);
  try {
    await runAlone(args, options, env);
  } finally {
    await release();
  }
}

async function runAlone(
  args: string[],
  options: DeploymentOptions,
  env: Record<string, string>,
): Promise<void> {
  const { code, output } = await runProgram(process.execPath, [serverless, ...args], {
    cwd: checkout,
    signal: options.signal,
    env: {
      ...withoutAws(process.env),
      ...env,
      ...(options.functionsEndpoint ? { REKEY_FUNCTIONS_ENDPOINT_URL: options.functionsEndpoint } : {}),
      REKEY_BUILD_FOLDER: path.relative(checkout, path.join(options.folder, "build")),
      SLS_NOTIFICATIONS_MODE: "off",
      NO_COLOR: "1",
    },
  });
  if (code !== 0) throw new DeploymentError(`serverless ${args[0]} failed.\n${output}`);
}

/** A developer's own AWS settings must never steer a deployment meant for this machine. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("AWS_")));
}

import path from "node:path";
import { fileURLToPath } from "node:url";
import type { PackagedFunction } from "../packaged-functions.ts";
import type { TemplateProgram } from "./template-program.ts";

/** A rotation function that is measured, and how to run it. */
export interface Product {
  name: "ours" | "template";
  program: string;
  /** Runs the function. */
  args: string[];
  /** Runs nothing: a line on descriptor 3, and the end. */
  bareArgs: string[];
  /** Beside those for all, its environment variables. */
  environment(endpoint: string): Record<string, string>;
}

const ofLambda = {
  AWS_REGION: "us-east-1",
  AWS_DEFAULT_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_LAMBDA_FUNCTION_NAME: "rotate",
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "512",
  // A sampled trace: Rekey's function writes its own then, which costs time.
  _X_AMZN_TRACE_ID: "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1",
};

/** Rekey's function, as it is deployed. */
export function ours({ file, environment }: PackagedFunction): Product {
  return {
    name: "ours",
    program: process.execPath,
    args: [fileURLToPath(new URL("./our-runner.mjs", import.meta.url)), file],
    bareArgs: ["--eval", `require("node:fs").writeSync(3, "{}\\n")`],
    environment: (endpoint) => ({
      ...ofLambda,
      ...environment,
      AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
      LAMBDA_TASK_ROOT: path.resolve(file, "../../.."),
      AWS_ENDPOINT_URL: endpoint,
    }),
  };
}

/** One of AWS's rotation templates. */
export function awsTemplate({ python, source, authorities }: TemplateProgram): Product {
  return {
    name: "template",
    program: python,
    args: [fileURLToPath(new URL("./template_runner.py", import.meta.url)), source, authorities],
    bareArgs: ["-c", `import os; os.write(3, b"{}\\n")`],
    environment: templateEnvironment,
  };
}

/** The environment variables of AWS's templates. */
export function templateEnvironment(endpoint: string): Record<string, string> {
  return {
    ...ofLambda,
    AWS_EXECUTION_ENV: "AWS_Lambda_python3.13",
    SECRETS_MANAGER_ENDPOINT: endpoint,
    // On Lambda the code's folder cannot be written to.
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

// Drives the packaged rotation function as Lambda's runtime would: loads the handler once, then does the four phases
// of each rotation that a line on standard input names. Answers go to descriptor 3, since functions log to the others.
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const timeoutMs = 60_000;

const began = performance.now();
const { handler } = await import(pathToFileURL(process.argv[2]));
const loadMs = performance.now() - began;

for await (const line of createInterface({ input: process.stdin })) {
  writeSync(
    3,
    `${JSON.stringify(await rotate(JSON.parse(line)).catch(({ message: error }) => ({ error })))}\n`,
  );
}

async function rotate({ secretId, token }) {
  const phaseMs = [];
  for (const Step of ["createSecret", "setSecret", "testSecret", "finishSecret"]) {
    const start = performance.now();
    await handler({ Step, SecretId: secretId, ClientRequestToken: token }, contextFrom(start));
    phaseMs.push(performance.now() - start);
  }
  return { phaseMs, loadMs };
}

function contextFrom(start) {
  return {
    awsRequestId: crypto.randomUUID(),
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: "$LATEST",
    invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:rotate",
    memoryLimitInMB: "512",
    getRemainingTimeInMillis: () => timeoutMs - (performance.now() - start),
  };
}

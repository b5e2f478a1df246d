// A small Lambda runtime for Node: loads the handler once, answers one invocation at a time.
// Time-outs and crashes are the executor's business, as they are the sandbox's on AWS.
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { pathToFileURL } from "node:url";

const {
  LOCALSTACK_RUNTIME_ENDPOINT: endpoint,
  LOCALSTACK_RUNTIME_ID: id,
  REKEY_RUNTIME_PORT: port,
  LAMBDA_TASK_ROOT: root,
  _HANDLER: handlerName = "",
} = process.env;
const timeoutMs = 1000 * Number(process.env.AWS_LAMBDA_FUNCTION_TIMEOUT ?? 3);

const tell = (what, body) =>
  fetch(endpoint + what, { method: "POST", body, headers: { "content-type": "application/json" } });

const asLambdaError = (error) =>
  JSON.stringify({
    errorType: error?.name ?? "Error",
    errorMessage: error?.message ?? String(error),
    trace: String(error?.stack ?? "").split("\n"),
  });

let logs = "";
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (chunk, ...rest) => {
    logs += chunk;
    return write(chunk, ...rest);
  };
}

const handler = await load().catch(async (error) => {
  console.error(error);
  await tell(`/status/${id}/error`, asLambdaError(error));
  process.exit(1);
});

async function load() {
  const dot = handlerName.lastIndexOf(".");
  const file = [".mjs", ".js", ".cjs"]
    .map((end) => path.join(root, handlerName.slice(0, dot)) + end)
    .find(existsSync);
  if (!file)
    throw Object.assign(new Error(`Cannot find module '${handlerName}'`), {
      name: "Runtime.ImportModuleError",
    });
  const module = await import(pathToFileURL(file));
  const name = handlerName.slice(dot + 1);
  const found = module[name] ?? module.default?.[name];
  if (typeof found !== "function")
    throw Object.assign(new Error(`${handlerName} is undefined or not exported`), {
      name: "Runtime.HandlerNotFound",
    });
  return found;
}

async function invoke(invocation) {
  logs = "";
  const requestId = invocation["invoke-id"];
  const began = Date.now();
  const context = {
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: invocation["invoked-function-arn"],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    getRemainingTimeInMillis: () => Math.max(0, timeoutMs - (Date.now() - began)),
  };
  console.log(`START RequestId: ${requestId} Version: ${context.functionVersion}`);
  let kind = "response";
  let body;
  try {
    body = JSON.stringify((await handler(JSON.parse(invocation.payload || "{}"), context)) ?? null);
  } catch (error) {
    kind = "error";
    body = asLambdaError(error);
  }
  console.log(`END RequestId: ${requestId}`);
  console.log(`REPORT RequestId: ${requestId}\tDuration: ${Date.now() - began} ms`);
  await tell(`/invocations/${requestId}/logs`, JSON.stringify({ logs }));
  await tell(`/invocations/${requestId}/${kind}`, body);
}

createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  response.end();
  await invoke(JSON.parse(Buffer.concat(chunks)));
}).listen(Number(port), "127.0.0.1", () => tell(`/status/${id}/ready`, "{}"));

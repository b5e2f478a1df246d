import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import Table from "cli-table3";
import { clientSettings } from "../local/client-settings.ts";
import { startLocalStack } from "../local/localstack/index.ts";
import { dynamoDbState, memoryState } from "../shared/detection/index.ts";
import type { Benchmark } from "./benchmark.ts";
import { compare } from "./detection-proof/compare.ts";
import { type Meter, meteredClient } from "./detection-proof/metered-client.ts";
import { asDelivered, inOrder } from "./detection-proof/prove.ts";
import { messagesOf } from "./detection-proof/queue.ts";
import { eventsOf, randomOf } from "./detection-proof/world.ts";
import { round } from "./statistics.ts";

const defaultEvents = 1_000_000;

/** Of a thousand requests to DynamoDB, and of a hundred batches before they are published, so many see a crash. */
const crashesPerThousandRequests = 10;
const crashesPerHundredBatches = 5;

/** DynamoDB requests and invocations that ten thousand events may cost. */
const limits = { writes: 200, invocations: 20 };

/**
 * The proof that nothing is lost, counted twice or told twice: a day's events, a tenth delivered twice, a twentieth
 * late, some unreadable, by functions of which some crash, with their state in DynamoDB, against each event once, in
 * order, in memory.
 */
export const detectionProof: Benchmark = async (onProgress, { events = defaultEvents }) => {
  await using started = new AsyncDisposableStack();
  onProgress("starting LocalStack");
  const localStack = await startLocalStack();
  started.defer(() => localStack.stop());
  onProgress(`evaluating ${events} events in memory`);
  const began = performance.now();
  const expected = await inOrder(eventsOf(events), memoryState());
  const memorySeconds = (performance.now() - began) / 1_000;
  const messages = messagesOf(eventsOf(events));
  onProgress(`evaluating ${messages.length} messages with DynamoDB`);
  const proof = await deliver(localStack.endpoint, messages, inSteps(messages.length, onProgress));
  const { lost, invented, situations } = compare(expected, proof.signals);
  const per = (count: number) => round(count / (events / 10_000));
  const figures = {
    events,
    messages: messages.length,
    malformed: proof.malformed,
    crashes: proof.crashes,
    situations,
    lost: lost.length,
    invented: invented.length,
    memorySeconds: round(memorySeconds),
    per10000: {
      writes: per(proof.asked.writes),
      reads: per(proof.asked.reads),
      invocations: per(proof.invocations),
      writesBeforeCrashes: per(proof.askedInVain.writes),
    },
    limits,
  };
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ["events, messages with repetitions", `${events}, ${messages.length}`],
    ["unreadable messages, crashes", `${proof.malformed}, ${proof.crashes}`],
    ["situations", String(situations)],
    ["lost, invented or counted otherwise", `${lost.length}, ${invented.length}`],
    ["writes to DynamoDB for 10,000 events", `${figures.per10000.writes} of ${limits.writes}`],
    ["and before crashes, in vain", String(figures.per10000.writesBeforeCrashes)],
    ["reads", String(figures.per10000.reads)],
    ["invocations", `${figures.per10000.invocations} of ${limits.invocations}`],
  );
  return { figures, table: table.toString() };
};

/** Evaluates messages with the state in a table of its own. */
export async function deliver(
  endpoint: string,
  messages: Parameters<typeof asDelivered>[0],
  onProgress?: (taken: number) => void,
) {
  const TableName = `proof-${messages.length}-${Date.now()}`;
  const settings = clientSettings(endpoint);
  await new DynamoDBClient(settings).send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  const random = randomOf(4);
  const crashes = () => {
    if (random(1_000) >= crashesPerThousandRequests) return undefined;
    return random(2) === 0 ? "before" : "after";
  };
  const clock = { now: new Date(0) };
  return asDelivered(
    messages,
    () => {
      const meter: Meter = { writes: 0, reads: 0 };
      const client = meteredClient(settings, meter, crashes);
      return { state: dynamoDbState(client, TableName, () => clock.now), meter };
    },
    clock,
    () => random(100) < crashesPerHundredBatches,
    onProgress,
  );
}

/** Tells of each twentieth of a whole once. */
function inSteps(total: number, onProgress: (message: string) => void): (done: number) => void {
  let told = 0;
  return (done) => {
    const step = Math.floor((20 * done) / total);
    if (step === told) return;
    told = step;
    onProgress(`${5 * step}% of the messages`);
  };
}

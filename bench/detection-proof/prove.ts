import {
  type DetectionState,
  detectionSettingsSchema,
  detections,
  evaluator,
} from "../../shared/detection/index.ts";
import type { Signal } from "../../shared/findings/index.ts";
import {
  type CloudTrailRecord,
  MalformedRecordError,
  parseEventBridgeEvent,
} from "../../shared/trail/index.ts";
import { detectionsOfProof } from "./detections.ts";
import { Crash, type Meter } from "./metered-client.ts";
import type { Message } from "./queue.ts";
import { randomOf } from "./world.ts";

/** Messages that a function gets at once, and functions at once. */
const batchSize = 1_000;
const functions = 3;
const sweepSeconds = 300;

/** A proof's world: the clock is that of the queue. */
export interface Clock {
  now: Date;
}

/** What was found and how it went. */
export interface Outcome {
  signals: Signal[];
  records: number;
  malformed: number;
  /** Those that went to their end, and what they asked of DynamoDB. */
  invocations: number;
  asked: Meter;
  /** Those that crashed, and what they had asked by then: what is done again because of them is not in it. */
  crashes: number;
  askedInVain: Meter;
}

/** What a function sees the state through, and what it asked of DynamoDB so far. */
export interface Access {
  state: DetectionState;
  meter: Meter;
}

const settings = detectionSettingsSchema.parse({ learningDays: 0 });
const all = [...detections(settings), ...detectionsOfProof];

/** Evaluates each event once and in order. */
export async function inOrder(events: Iterable<CloudTrailRecord>, state: DetectionState): Promise<Signal[]> {
  const { evaluate, sweep } = evaluator(all, settings, state);
  const signals: Signal[] = [];
  let batch: CloudTrailRecord[] = [];
  let last = "";
  const flush = async () => {
    for (const signal of await evaluate(batch)) signals.push(signal);
    batch = [];
  };
  for (const event of events) {
    last = event.eventTime;
    if (batch.push(event) === batchSize) await flush();
  }
  await flush();
  for (const signal of await sweep(new Date(Date.parse(last) + 3_600_000))) signals.push(signal);
  return signals;
}

/**
 * Evaluates messages as the deployed functions do: several at once, batches that crash anywhere and come again cut
 * anew, signals published only when the whole batch is done, a sweep every five minutes that may crash too.
 *
 * @param access one for each function, and one for the sweeps
 * @param crashesBeforePublishing decides for each batch
 * @param onProgress is told how many messages were taken from the queue, each time that some were
 */
export async function asDelivered(
  messages: readonly Message[],
  access: () => Access,
  clock: Clock,
  crashesBeforePublishing: () => boolean,
  onProgress: (taken: number) => void = () => {},
): Promise<Outcome> {
  const random = randomOf(3);
  const outcome: Outcome = {
    signals: [],
    records: 0,
    malformed: 0,
    invocations: 0,
    asked: { writes: 0, reads: 0 },
    crashes: 0,
    askedInVain: { writes: 0, reads: 0 },
  };
  const newFunction = () => {
    const { state, meter } = access();
    return { ...evaluator(all, settings, state), meter };
  };
  const evaluators = Array.from({ length: functions }, newFunction);
  const sweeper = newFunction();
  let nextSweep = (messages[0]?.arrived ?? 0) + sweepSeconds;

  const publish = (signals: readonly Signal[]) => {
    if (crashesBeforePublishing()) throw new Crash("before publishing");
    for (const signal of signals) outcome.signals.push(signal);
  };
  const attempt = async (meter: Meter, work: () => Promise<void>): Promise<boolean> => {
    const before = { ...meter };
    const count = (of: Meter) => {
      of.writes += meter.writes - before.writes;
      of.reads += meter.reads - before.reads;
    };
    try {
      await work();
      outcome.invocations += 1;
      count(outcome.asked);
      return true;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      outcome.crashes += 1;
      count(outcome.askedInVain);
      return false;
    }
  };
  const sweepUntilDone = async () => {
    while (!(await attempt(sweeper.meter, async () => publish(await sweeper.sweep(clock.now)))));
  };

  let at = 0;
  const again: Message[] = [];
  while (at < messages.length || again.length > 0) {
    const batches = evaluators.map((each) => {
      // What came back is cut anew, between what is new.
      const back = again.splice(0, random(batchSize));
      const fresh = messages.slice(at, at + batchSize - back.length);
      at += fresh.length;
      return { each, batch: [...fresh, ...back] };
    });
    onProgress(at);
    const arrived = messages[Math.min(at, messages.length) - 1]?.arrived ?? 0;
    clock.now = new Date(Math.max(clock.now.getTime(), arrived * 1_000));
    await Promise.all(
      batches
        .filter(({ batch }) => batch.length > 0)
        .map(async ({ each, batch }) => {
          const records = batch.flatMap(({ body }) => read(body) ?? []);
          const done = await attempt(each.meter, async () => publish(await each.evaluate(records)));
          if (!done) return again.push(...batch);
          outcome.records += records.length;
          outcome.malformed += batch.length - records.length;
        }),
    );
    if (clock.now.getTime() / 1_000 < nextSweep) continue;
    nextSweep += sweepSeconds;
    await sweepUntilDone();
  }
  // Everything has come, and every promise is due.
  clock.now = new Date(clock.now.getTime() + 2 * 3_600_000);
  await sweepUntilDone();
  return outcome;
}

function read(body: string): CloudTrailRecord | undefined {
  try {
    return parseEventBridgeEvent(body);
  } catch (error) {
    if (error instanceof MalformedRecordError) return undefined;
    throw error;
  }
}

import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { Engine, SecretFields, Strategy } from "../../../shared/rotation/index.ts";
import { type Death, type Process, type ProcessSettings, startProcess, stepResult } from "./process.ts";
import {
  type Labels,
  labelsOf,
  rotateSecret,
  storedValue,
  storedValueIfAny,
  versionWith,
} from "./secrets.ts";

// A walk is dozens of rotations.
vi.setConfig({ testTimeout: 600_000 });

/** A system whose secrets are rotated in one way, for the walk. */
export interface Subject {
  /** The system, in words. */
  name: string;
  engine: Engine;
  /** The strategy that the secrets of `prepare` are rotated with. */
  strategy: Strategy;
  /** Makes a user with a secret that is under rotation, none begun and none done; returns the secret's id. */
  prepare(): Promise<string>;
  /** Asks the system itself whether it takes the credential in a version's fields. */
  logsIn(fields: SecretFields): Promise<boolean>;
  /** What a rotation calls beside what every rotation with the strategy calls: the walk must come by there. */
  calls?: readonly string[];
}

/** How a rotation begins, and the steps that this project does of it. */
interface Way {
  name: string;
  /** Begins a rotation as another would; returns the id of the version that is to become AWSCURRENT. */
  begin(secretId: string): Promise<string>;
  steps: readonly string[];
  /** What an undisturbed run of the steps calls, at least; death has to come around all of these. */
  calls: readonly string[];
  /** The same for the undoing, once AWSPENDING has a value. */
  undoCalls: readonly string[];
  /** Whether the system has AWSPENDING, by the calls that have ended. */
  isSet(ended: readonly string[]): boolean;
}

/** A rotation that has begun. */
interface Rotation {
  secretId: string;
  /** The id of the version that is to become AWSCURRENT. */
  token: string;
  /** The id of the version that has AWSCURRENT, and its value. */
  version: string;
  current: SecretFields;
  /** The labels before it began; AWSPENDING of a finished rotation, which may stay, is left out. */
  before: Labels;
}

/** A rotation whose process has died. */
interface Dead {
  process: Process;
  step: string;
  /** Where that was, in words. */
  at: string;
}

const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];
const labelCalls = ["DescribeSecret", "GetSecretValue", "UpdateSecretVersionStage"];
const makingCalls = ["next", "PutSecretValue"];

/** What the strategies call in any rotation, and in the undoing of one whose AWSPENDING has a value. */
const callsOf: Record<Strategy, { setting: string[]; undoing: string[] }> = {
  "single-user": {
    setting: ["singleUser.set", "logIn"],
    undoing: ["singleUser.set", "logIn"],
  },
  overlap: {
    setting: ["overlap.add", "logIn"],
    undoing: ["overlap.remove", "logIn"],
  },
  "alternating-users": {
    setting: ["alternatingUsers.reconcile", "alternatingUsers.differences", "logIn"],
    undoing: [],
  },
};

/** How far a walk goes. */
export interface Extent {
  /** Also a rotation begun by Secrets Manager: in what differs there, no engine has a part. */
  bySecretsManager?: boolean;
  /** Also the way back to AWSPREVIOUS; it is walked unless this says false. */
  rollback?: boolean;
  /** Also deaths in the undoing and the recovery of a rotation that did not get to setSecret. */
  beforeSetSecret?: boolean;
}

/**
 * Tests that a rotation, and a rollback, may die at any call, before it is made or after, and that whatever is done
 * then ends well: doing the rest, undoing it, or recovering it. At each death the credential that should work does.
 * The number of deaths is printed.
 */
export function walkCrashPoints(
  subject: Subject,
  { bySecretsManager: also = false, rollback = true, beforeSetSecret = false }: Extent = {},
): void {
  const { strategy } = subject;
  const settings: ProcessSettings = {
    engines: { names: () => ["the walk's"], load: async () => subject.engine },
  };
  const { setting, undoing } = callsOf[strategy];
  const isSet = (ended: readonly string[]) => ended.includes("singleUser.set");
  const undoCalls = [...labelCalls, ...undoing];
  const setCalls = [...labelCalls, ...setting];
  const calls = [...setCalls, ...makingCalls, ...(subject.calls ?? [])];
  const bySecretsManager: Way = {
    name: "a rotation begun by Secrets Manager",
    begin: beginAsSecretsManager,
    steps: phases,
    calls,
    undoCalls,
    isSet,
  };
  const toRollBack: Way = {
    name: "a rollback",
    begin: beginToRollBack,
    steps: ["beginRollback", "setSecret", "testSecret", "finishSecret"],
    calls: setCalls,
    // What AWSPREVIOUS holds is retired, not undone.
    undoCalls: undoCalls.filter((call) => call !== "overlap.remove"),
    isSet,
  };
  const ways: Way[] = [
    ...(also ? [bySecretsManager] : []),
    {
      name: "a rotation begun by the state machine",
      begin: async () => randomUUID(),
      steps: ["beginRotation", ...phases],
      calls,
      undoCalls,
      isSet,
    },
    ...(rollback ? [toRollBack] : []),
  ];

  describe.each(ways)(`${subject.name}, ${strategy}: $name that dies at any of its calls`, (way) => {
    test("is completed by doing the dead step again and the rest after it", async () => {
      await atEveryDeath(way, "completed", async (rotation, { step, at }) => {
        await runSteps(way.steps.slice(way.steps.indexOf(step)), rotation);
        await checkCompleted(rotation, at);
      });
    });

    test("is taken back by undoing it, or counts as done if AWSCURRENT had moved", async () => {
      await atEveryDeath(way, "taken back or done", async (rotation, { at }) => {
        const { secretId, token } = rotation;
        const hadMoved = (await versionWith(secretId, "AWSCURRENT")) === token;
        const outcome = await run("undoRotation", rotation);
        expect(outcome === "alreadyCurrent", at).toBe(hadMoved);
        if (hadMoved) await checkCompleted(rotation, at);
        else await checkTakenBack(rotation, at);
        expect(await run("beginRotation", { secretId, token: randomUUID() }), at).toBe("claimed");
      });
    });

    test("is finished or taken back by recovering it", async () => {
      await atEveryDeath(way, "recovered", async (rotation, { at }) => {
        await run("recoverRotation", rotation);
        await checkRecovered(rotation, at);
      });
    });

    test("is completed, though every process dies one call later than the one before it", async () => {
      const rotation = await begin(way);
      let deaths = 0;
      for (const step of way.steps) {
        for (let call = 1; ; call += 1) {
          const process = startProcess({ call, moment: "after" }, settings);
          if ((await process.run(step, rotation.secretId, rotation.token)) !== "died") break;
          deaths += 1;
        }
      }
      expect(deaths).toBeGreaterThan(way.steps.length);
      await checkCompleted(rotation, `died ${deaths} times`);
    });

    // testSecret leaves everything as setSecret does, and a finished rotation is not undone.
    const reachable = beforeSetSecret ? way.steps.slice(0, -2) : ["setSecret"];

    test.each(reachable)("and in its undoing after %s too, is taken back", async (reached) => {
      const wasSet = reached === "setSecret";
      const undo: Way = {
        name: `the undoing of ${way.name} after ${reached}`,
        begin: (secretId) => beginUntil(way, reached, secretId),
        steps: ["undoRotation"],
        calls: way.undoCalls,
        undoCalls: way.undoCalls,
        isSet: (ended) => wasSet && !isSet(ended),
      };
      await atEveryDeath(undo, "taken back", async (rotation, { at }) => {
        await run("undoRotation", rotation);
        await checkTakenBack(rotation, at);
      });
    });

    test.each(reachable)("and in its recovery after %s too, is recovered", async (reached) => {
      const wasSet = reached === "setSecret";
      const recovery: Way = {
        name: `the recovery of ${way.name} after ${reached}`,
        begin: (secretId) => beginUntil(way, reached, secretId),
        steps: ["recoverRotation"],
        calls: [...labelCalls, "logIn", ...(wasSet ? setting : [])],
        undoCalls: way.undoCalls,
        isSet: () => wasSet,
      };
      await atEveryDeath(recovery, "recovered", async (rotation, { at }) => {
        await run("recoverRotation", rotation);
        await checkRecovered(rotation, at);
      });
    });
  });

  /** Both deaths at each call that an undisturbed run makes: all dead, checked, and handed on. */
  async function atEveryDeath(
    way: Way,
    ending: string,
    end: (rotation: Rotation, dead: Dead) => Promise<void>,
  ): Promise<void> {
    const deaths = await everyDeathIn(way);
    await forEachAtOnce(deaths, async (death) => {
      const rotation = await begin(way);
      const dead = await runUntil(death, way, rotation);
      await checkTheMoment(way, rotation, dead);
      await end(rotation, dead);
    });
    const where = `${subject.name}, ${strategy}`;
    process.stdout.write(`${where}: ${ending} after each of ${deaths.length} deaths in ${way.name}\n`);
  }

  async function everyDeathIn(way: Way): Promise<Death[]> {
    const { secretId, token } = await begin(way);
    const undisturbed = startProcess(undefined, settings);
    for (const step of way.steps) await undisturbed.run(step, secretId, token);
    expect(undisturbed.calls).toEqual(expect.arrayContaining([...way.calls]));
    return undisturbed.calls.flatMap((_, index): Death[] => [
      { call: index + 1, moment: "before" },
      { call: index + 1, moment: "after" },
    ]);
  }

  /** Makes a secret, and begins its rotation. */
  async function begin(way: Way): Promise<Rotation> {
    const secretId = await subject.prepare();
    const token = await way.begin(secretId);
    const version = String(await versionWith(secretId, "AWSCURRENT"));
    const before = Object.entries(await labelsOf(secretId))
      .map(([id, labels]) => [id, withoutPending(labels)] as const)
      .filter(([, labels]) => labels.length > 0);
    const current = await storedValue(secretId, { id: version });
    return { secretId, token, version, current, before: Object.fromEntries(before) };
  }

  async function beginToRollBack(secretId: string): Promise<string> {
    const previous = String(await versionWith(secretId, "AWSCURRENT"));
    await runSteps(["beginRotation", ...phases], { secretId, token: randomUUID() });
    return previous;
  }

  async function beginUntil(way: Way, reached: string, secretId: string): Promise<string> {
    const token = await way.begin(secretId);
    await runSteps(way.steps.slice(0, way.steps.indexOf(reached) + 1), { secretId, token });
    return token;
  }

  async function run(step: string, { secretId, token }: Pick<Rotation, "secretId" | "token">) {
    return (await stepResult(step, secretId, token, settings)).outcome;
  }

  async function runSteps(steps: readonly string[], rotation: Pick<Rotation, "secretId" | "token">) {
    for (const step of steps) await run(step, rotation);
  }

  /** Runs the steps in a process that must die. */
  async function runUntil(death: Death, way: Way, { secretId, token }: Rotation): Promise<Dead> {
    const process = startProcess(death, settings);
    for (const step of way.steps) {
      if ((await process.run(step, secretId, token)) !== "died") continue;
      const at = `died ${death.moment} call ${death.call}, ${process.calls.at(-1)}, in ${step}`;
      return { process, step, at };
    }
    throw new Error(`The process outlived its death ${death.moment} call ${death.call}.`);
  }

  /**
   * At the moment of a death AWSCURRENT logs in. Only a single user whose credential was replaced has a window, up to
   * the promotion, in which AWSPENDING logs in instead.
   */
  async function checkTheMoment(way: Way, { secretId, token }: Rotation, { process, at }: Dead) {
    const labels = await labelsOf(secretId);
    const isCurrent = labels[token]?.includes("AWSCURRENT") ?? false;
    const inWindow = strategy === "single-user" && way.isSet(process.ended) && !isCurrent;
    if (inWindow) expect(labels[token], at).toContain("AWSPENDING");
    const working = await storedValue(secretId, inWindow ? { id: token } : { label: "AWSCURRENT" });
    expect(await subject.logsIn(working), at).toBe(true);
  }

  async function checkCompleted({ secretId, token, version, current }: Rotation, at: string) {
    expect(await labelsOf(secretId), at).toEqual({
      [version]: ["AWSPREVIOUS"],
      [token]: ["AWSCURRENT", "AWSPENDING"],
    });
    expect(await subject.logsIn(await storedValue(secretId, { label: "AWSCURRENT" })), at).toBe(true);
    expect(await subject.logsIn(current), at).toBe(strategy !== "single-user");
  }

  async function checkTakenBack({ secretId, token, version, current, before }: Rotation, at: string) {
    const labels = await labelsOf(secretId);
    expect({ ...labels, [version]: withoutPending(labels[version]) }, at).toEqual(before);
    expect(await storedValue(secretId, { label: "AWSCURRENT" }), at).toEqual(current);
    expect(await subject.logsIn(current), at).toBe(true);
    const other = await storedValueIfAny(secretId, { id: token });
    if (!other) return;
    const isPrevious = before[token]?.includes("AWSPREVIOUS") ?? false;
    // Of two users the other is not in use, and may keep whatever it got.
    if (strategy === "single-user") expect(await subject.logsIn(other), at).toBe(false);
    if (strategy === "overlap") expect(await subject.logsIn(other), at).toBe(isPrevious);
  }

  async function checkRecovered(rotation: Rotation, at: string): Promise<void> {
    const { secretId, token, version, current } = rotation;
    const { status } = await stepResult("reportStatus", secretId, token, settings);
    expect(status?.state, at).toBe("healthy");
    expect(status?.strategy, at).toBe(strategy);
    const holder = await versionWith(secretId, "AWSPENDING");
    const now = await versionWith(secretId, "AWSCURRENT");
    expect([undefined, now], at).toContain(holder);
    expect([version, token], at).toContain(now);
    const working = await storedValue(secretId, { label: "AWSCURRENT" });
    expect(await subject.logsIn(working), at).toBe(true);
    if (strategy === "single-user") {
      const other = now === token ? current : await storedValueIfAny(secretId, { id: token });
      if (other) expect(await subject.logsIn(other), at).toBe(false);
    }
    expect(await run("beginRotation", { secretId, token: randomUUID() }), at).toBe("claimed");
  }
}

function withoutPending(labels: readonly string[] = []): string[] {
  return labels.filter((label) => label !== "AWSPENDING");
}

/** Does some work with each, a few at once; begins with no more once one has failed. */
async function forEachAtOnce<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const queue = (function* () {
    yield* all;
  })();
  const worker = async () => {
    // An error closes the queue for the others too.
    for (const one of queue) await work(one);
  };
  const ends = await Promise.allSettled(Array.from({ length: 3 }, worker));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}

/** Begins a rotation as Secrets Manager does. */
async function beginAsSecretsManager(secretId: string): Promise<string> {
  const token = randomUUID();
  await rotateSecret(secretId, token);
  return token;
}

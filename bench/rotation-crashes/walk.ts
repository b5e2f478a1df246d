import type { Death, RotatingProcesses } from "./rotating-process.ts";
import { type BegunRotation, begin, currentLogin, isHalfDone, type SecretStore } from "./secrets.ts";
import type { System } from "./system.ts";

/** What a walk goes through. */
export interface Walk {
  store: SecretStore;
  system: System;
  /** With it the users alternate. */
  masterarn: string | undefined;
  processes: RotatingProcesses;
  /** What the product does by itself about a rotation that died, once it is noticed; absent if it does nothing. */
  recover?(secretId: string): Promise<void>;
}

/** How secrets were after deaths: how many of them, and what one was like. */
export interface Harm {
  count: number;
  example: string | undefined;
}

/** What a walk found. */
export interface WalkFigures {
  /** Remote calls of an undisturbed rotation, in their order. */
  calls: string[];
  deaths: number;
  /** At the moment of death, whatever happens then. */
  atDeath: { refused: Harm };
  /** The phases are called again with the same token, as Secrets Manager does. */
  retried: { outage: Harm; lostPrivileges: Harm; stuck: Harm };
  /** Nobody calls again; what the product does by itself has been done. */
  abandoned: { outage: Harm; lostPrivileges: Harm; halfDone: Harm };
}

/** How a secret is. */
interface Condition {
  /** AWSCURRENT does not log in. */
  outage: boolean;
  /** AWSCURRENT logs in, but may not do what it may. */
  lostPrivileges: boolean;
  /** A version other than AWSCURRENT's has AWSPENDING. */
  halfDone: boolean;
}

const phases = ["createSecret", "setSecret", "testSecret", "finishSecret"];

/** How many deaths are gone through at once. */
const atOnce = 2;

/** How often Secrets Manager is taken to call a phase again, at least. */
const retries = 3;

/** Walks through all deaths of a rotation: before and after each of its remote calls. */
export async function walk(subject: Walk, onDeath: (at: number, of: number) => void): Promise<WalkFigures> {
  const { store, system, masterarn, processes } = subject;
  const undisturbed = await processes.run({ ...(await begin(store, system, masterarn)), phases });
  if (undisturbed.died || undisturbed.error) {
    throw new Error(`An undisturbed rotation failed in ${undisturbed.lastPhase}: ${undisturbed.error}`);
  }
  const none = (): Harm => ({ count: 0, example: undefined });
  const figures: WalkFigures = {
    calls: undisturbed.calls,
    deaths: 0,
    atDeath: { refused: none() },
    retried: { outage: none(), lostPrivileges: none(), stuck: none() },
    abandoned: { outage: none(), lostPrivileges: none(), halfDone: none() },
  };
  const deaths = undisturbed.calls.flatMap((_, index): Death[] => [
    { call: index + 1, moment: "before" },
    { call: index + 1, moment: "after" },
  ]);
  const queue = deaths.values();
  const worker = async () => {
    for (const death of queue) {
      const { rotation, phase, at } = await die(subject, death);
      const dead = await conditionOf(subject, rotation);
      note(figures.atDeath.refused, dead.outage, at);
      const { abandoned, retried } = figures;
      const left = subject.recover ? await recovered(subject, death) : dead;
      note(abandoned.outage, left.outage, at);
      note(abandoned.lostPrivileges, left.lostPrivileges, at);
      note(abandoned.halfDone, left.halfDone, at);
      const error = await retry(subject, rotation, phase);
      const ended = await conditionOf(subject, rotation);
      const because = error ? `${at}; then: ${error}` : at;
      note(retried.outage, ended.outage, because);
      note(retried.lostPrivileges, ended.lostPrivileges, because);
      note(retried.stuck, ended.halfDone, because);
      figures.deaths += 1;
      onDeath(figures.deaths, deaths.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return figures;
}

/** Begins a rotation in a process that dies. */
async function die({ store, system, masterarn, processes }: Walk, death: Death) {
  const rotation = await begin(store, system, masterarn);
  const { calls, lastPhase: phase, died, error } = await processes.run({ ...rotation, phases, death });
  const at = `died ${death.moment} call ${death.call}, ${calls.at(-1)}, in ${phase}`;
  if (!died) throw new Error(`The process that should have ${at} outlived it. ${error ?? ""}`);
  return { rotation, phase, at };
}

/** Begins a rotation that dies, and lets the product do what it does by itself. */
async function recovered(subject: Walk, death: Death): Promise<Condition> {
  const { rotation } = await die(subject, death);
  await subject.recover?.(rotation.secretId);
  return conditionOf(subject, rotation);
}

/** Does the rest of the phases, beginning with the one that died; again if one fails. Returns the last failure. */
async function retry(
  { processes }: Walk,
  rotation: BegunRotation,
  phase: string,
): Promise<string | undefined> {
  let rest = phases.slice(phases.indexOf(phase));
  let error: string | undefined;
  for (let attempt = 0; attempt < retries; attempt += 1) {
    const run = await processes.run({ ...rotation, phases: rest });
    if (!run.error) return undefined;
    error = run.error;
    rest = phases.slice(phases.indexOf(run.lastPhase));
  }
  return error;
}

async function conditionOf({ store, system }: Walk, { secretId }: BegunRotation): Promise<Condition> {
  const login = await currentLogin(store, secretId);
  const logsIn = await system.logsIn(login);
  return {
    outage: !logsIn,
    lostPrivileges: logsIn && (await system.refusedTo(login)).length > 0,
    halfDone: await isHalfDone(store, secretId),
  };
}

function note(harm: Harm, isSo: boolean, example: string): void {
  if (!isSo) return;
  harm.count += 1;
  harm.example ??= example;
}

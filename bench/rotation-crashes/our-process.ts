import { writeSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import pg from "pg";
import { clientSettings } from "../../local/client-settings.ts";
import { makeClient } from "../../shared/aws/index.ts";
import { defaultPasswordPolicy, engines, rotate } from "../../shared/rotation/index.ts";
import type { PhasesOrder, ProcessEvent } from "./rotating-process.ts";

/*
 * Does phases of a rotation by Rekey, in a process that may die at a call: a line on standard input names the
 * rotation, its phases and the death, if any. Descriptor 3 gets a line for each phase and for each remote call before
 * it is made. Argument: the endpoint of Secrets Manager.
 */

/** A method or function of a driver. */
type Call = (this: unknown, ...args: unknown[]) => unknown;

let count = 0;
let death: PhasesOrder["death"];

function tell(event: ProcessEvent): void {
  writeSync(3, `${JSON.stringify(event)}\n`);
}

/** Counts a call and says its number; dies before it if it is to be the last. */
function begin(name: string): number {
  count += 1;
  tell({ call: name });
  dieIf(count, "before");
  return count;
}

function dieIf(number: number, moment: "before" | "after"): void {
  if (death?.call === number && death.moment === moment) process.kill(process.pid, "SIGKILL");
}

/** Watches a method whose answer is a promise. */
function watchPromised(owner: Record<string, Call>, name: string, label: (args: unknown[]) => string): void {
  const original = owner[name];
  if (!original) throw new Error(`The driver has no ${name}.`);
  owner[name] = function (...args) {
    const number = begin(label(args));
    const answer = original.apply(this, args) as Promise<unknown>;
    return answer.finally(() => dieIf(number, "after"));
  };
}

/** Watches a method that calls its last argument back. */
function watchCallback(owner: Record<string, Call>, name: string): void {
  const original = owner[name];
  if (!original) throw new Error(`The driver has no ${name}.`);
  owner[name] = function (...args) {
    const number = begin(verb(args));
    const callback = args.pop() as Call;
    const watched: Call = (...answer) => {
      dieIf(number, "after");
      return callback(...answer);
    };
    return original.apply(this, [...args, watched]);
  };
}

/** The beginning of a statement: the rest may hold a password. */
function verb([statement]: unknown[]): string {
  return String(statement).trim().split(/\s+/).slice(0, 2).join(" ");
}

function watchDrivers(): void {
  const postgres = pg.Client.prototype as unknown as Record<string, Call>;
  watchPromised(postgres, "connect", () => "connect");
  watchPromised(postgres, "query", verb);
  // Before the engine imports it: the names that it imports are fixed then.
  const mysql = createRequire(import.meta.url)("mysql2") as Record<string, Call> & {
    Connection: { prototype: Record<string, Call> };
  };
  watchCallback(mysql.Connection.prototype, "query");
  watchCallback(mysql.Connection.prototype, "execute");
  const { createConnection } = mysql;
  mysql.createConnection = (...args) => {
    const number = begin("connect");
    const connection = createConnection?.(...args) as NodeJS.EventEmitter;
    for (const event of ["connect", "error"]) connection.once(event, () => dieIf(number, "after"));
    return connection;
  };
}

async function run({ secretId, token, phases }: PhasesOrder): Promise<void> {
  const [endpoint = ""] = process.argv.slice(2);
  const secretsManager = makeClient(SecretsManagerClient, clientSettings(endpoint));
  secretsManager.middlewareStack.add(
    (next, { commandName = "" }) =>
      async (args) => {
        const number = begin(commandName.replace(/Command$/, ""));
        try {
          return await next(args);
        } finally {
          dieIf(number, "after");
        }
      },
    { step: "initialize", name: "death" },
  );
  const context = {
    secretsManager,
    engines,
    passwordPolicy: defaultPasswordPolicy,
    // As the deployed function has at its start.
    remainingMs: () => 60_000,
    isRdsProxy: async () => false,
    serverOf: async (arn: string) => {
      throw new Error(`There is no Amazon RDS to ask for ${arn}.`);
    },
  };
  for (const step of phases) {
    tell({ phase: step });
    await rotate(context, { step, secretId, token });
  }
}

watchDrivers();
const { value: line = "" } = await createInterface({ input: process.stdin })[Symbol.asyncIterator]().next();
const order = JSON.parse(line) as PhasesOrder;
death = order.death;
await run(order).catch((error: unknown) => tell({ error: String(error).slice(0, 500) }));
process.exit();

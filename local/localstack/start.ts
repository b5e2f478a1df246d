import type { LocalStackKind, LocalStackOptions, RunningLocalStack } from "./options.ts";
import { startProcess } from "./process.ts";

/**
 * Starts LocalStack: as a container where a container engine answers, else as a plain process.
 * `kind` forces the choice, and so does the variable REKEY_LOCALSTACK.
 *
 * @throws PythonInstallError if what it needs is missing
 * @throws LocalStackStartError if it does not come up; nothing is left running then
 */
export async function startLocalStack(options: LocalStackOptions = {}): Promise<RunningLocalStack> {
  const kind = options.kind ?? forced(process.env.REKEY_LOCALSTACK);
  if (kind === "process") return startProcess(options);
  // Loaded only here: testcontainers is large, and most starts do not need it.
  const { containerEngineAnswers, startContainer } = await import("./container.ts");
  if (kind === "container" || (await containerEngineAnswers())) return startContainer(options);
  return startProcess(options);
}

function forced(value: string | undefined): LocalStackKind | undefined {
  if (value === undefined || value === "") return undefined;
  if (value === "container" || value === "process") return value;
  throw new TypeError(`REKEY_LOCALSTACK is "${value}"; it must be "container" or "process".`);
}

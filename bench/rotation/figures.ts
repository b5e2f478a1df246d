import Table from "cli-table3";
import type { ProductFigures } from "./compare.ts";
import type { FleetFigures } from "./fleet.ts";

/** What is aimed at. */
export const goals = { oursOfTemplate: 0.5, loadMs: 150, calls: 12 };

/** All figures of the benchmark. */
export interface RotationFigures {
  goals: typeof goals;
  ours: ProductFigures & { zipBytes: number; bundleBytes: number };
  template: ProductFigures | undefined;
  /** Our medians as a part of the template's. */
  oursOfTemplate: { cold: number; coldWithInterpreter: number; warm: number; calls: number } | undefined;
  fleet: FleetFigures | undefined;
  notes: string[];
}

/** How it was measured, in words. */
export function notesOf(withTemplate: boolean): string[] {
  const ofBoth = [
    "A rotation is createSecret, setSecret, testSecret and finishSecret of one single-user secret, called as Lambda would, in a process of their own; Secrets Manager has begun it before.",
    "Cold: from the start of a new process to the end of finishSecret; the median start of the bare interpreter is taken off. Warm: the four phases in a process that has rotated before.",
    "Secrets Manager is LocalStack, asked over HTTP without TLS. The database is on this machine, with TLS, the certificate verified, and SCRAM.",
    "Rekey's function is the deployed bundle with its deployed environment, tracing on; AWS's SDK comes from the project, as on Lambda from the runtime.",
  ];
  if (!withTemplate) {
    return [
      ...ofBoth,
      "AWS's template was not measured: pass --template PATH or set REKEY_AWS_TEMPLATES, the folder of a checkout of github.com/aws-samples/aws-secrets-manager-rotation-lambdas.",
    ];
  }
  return [
    ...ofBoth,
    "AWS's template is unchanged, on boto3 and PyGreSQL. It reads the authorities that it trusts from /etc/pki/tls/cert.pem, as Lambda's image has it; here pgdb.connect is given another file at run time: Node's public authorities and the server's. Both secrets say ssl: true, so that the template does not fall back to clear text.",
    "One rotation of each in turn, on the same servers.",
  ];
}

/** The figures for people. */
export function tableOf({ ours, template, oursOfTemplate: ratio, fleet, notes }: RotationFigures): string {
  const table = new Table({
    head: ["a rotation of PostgreSQL", "Rekey", "AWS's template", "Rekey / template", "goal"],
    style: { head: [], border: [] },
  });
  const row = (name: string, of: (one: ProductFigures) => string, part: number | undefined, goal: string) =>
    table.push([name, of(ours), template ? of(template) : "–", part === undefined ? "–" : `${part}`, goal]);
  const atMost = `at most ${goals.oursOfTemplate}`;
  row("cold, less the interpreter", (one) => ms(one.coldBeyondBareMs), ratio?.cold, atMost);
  row("cold", ({ cold }) => spread(cold), ratio?.coldWithInterpreter, "");
  row("bare interpreter", ({ bareInterpreter }) => spread(bareInterpreter), undefined, "");
  row("loading the handler", ({ load }) => spread(load), undefined, `under ${goals.loadMs} ms`);
  row("warm", ({ warm }) => spread(warm), ratio?.warm, atMost);
  for (const phase of Object.keys(ours.warmPhaseMedianMs)) {
    row(`  ${phase}`, ({ warmPhaseMedianMs }) => ms(warmPhaseMedianMs[phase]), undefined, "");
  }
  row("calls of Secrets Manager", (one) => `${one.callsTotal}`, ratio?.calls, `at most ${goals.calls}`);
  row("memory at most, cold", ({ peakMb }) => mb(peakMb.cold), undefined, "");
  row("memory at most, warm", ({ peakMb }) => mb(peakMb.warm), undefined, "");
  const sizes = `Rekey's function: ${kb(ours.zipBytes)} zipped, ${kb(ours.bundleBytes)} of code.`;
  const parts = [table.toString(), sizes];
  if (fleet) parts.push(fleetTable(fleet));
  return [...parts, ...notes.map((note) => `- ${note}`)].join("\n");
}

function fleetTable(fleet: FleetFigures): string {
  const { secrets, concurrency, failed, seconds, secretsPerSecond, callsPerSecret, peakMb } = fleet;
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    ["a fleet, Rekey alone", `${secrets} secrets, ${concurrency} at once`],
    ["failed", failed],
    ["in all", `${seconds} s`],
    ["secrets a second", secretsPerSecond],
    ["calls of Secrets Manager a secret", `${callsPerSecret}, the state machine's seven steps together`],
    ["memory at most", mb(peakMb)],
  );
  return table.toString();
}

function spread({ medianMs, quartersMs: [low, high] }: ProductFigures["cold"]): string {
  return `${ms(medianMs)} (${Math.round(low)} to ${Math.round(high)})`;
}

function ms(value = Number.NaN): string {
  return `${Math.round(value)} ms`;
}

function mb(value: number | undefined): string {
  return value === undefined ? "–" : `${value} MB`;
}

function kb(bytes: number): string {
  return `${Math.round(bytes / 1_024)} KB`;
}

import Table from "cli-table3";
import type { Harm, WalkFigures } from "./walk.ts";

/** What a walk of one product through one kind of rotation found. */
export interface CrashRow extends WalkFigures {
  /** System and strategy. */
  title: string;
  product: "Rekey" | "AWS's template";
}

/** How it was measured, in words. */
export function notesOf(withTemplate: boolean): string[] {
  return [
    "A death is a process that is killed before or after one of the rotation's remote calls: of Secrets Manager, a login, a statement, a commit. Each on a new user with a new secret, in its first rotation.",
    "Called again: the phase that died and those after it, with the same token, as Secrets Manager calls them; three times if one fails. Outage: AWSCURRENT does not log in. Rights lost: it logs in, and may not do what the user may that the secret was made for. Stuck: AWSPENDING is on another version than AWSCURRENT.",
    "Never called again: Rekey's stack finds such a rotation by itself, when it fails or by AWSPENDING's age, and its function recover has been run; AWS's templates have nothing of the kind. Half-done: AWSPENDING is left on another version, so that RotateSecret is refused.",
    "With a single user there is a moment in every rotation in which AWSCURRENT is refused, with whatever product: a process that dies in it leaves it so until somebody acts.",
    ...(withTemplate
      ? [
          "AWS's templates are unchanged, but for the file of authorities that they trust, which is given to the driver at run time.",
        ]
      : [
          "AWS's templates were not measured: pass --template PATH or set REKEY_AWS_TEMPLATES, the folder of a checkout of github.com/aws-samples/aws-secrets-manager-rotation-lambdas.",
        ]),
  ];
}

/** The figures for people. */
export function tableOf(rows: readonly CrashRow[], notes: readonly string[]): string {
  const table = new Table({ style: { head: [], border: [] } });
  table.push(
    [
      { content: "", colSpan: 4 },
      { content: "called again", colSpan: 3 },
      { content: "never called again", colSpan: 3 },
    ],
    [
      "rotation",
      "product",
      "deaths",
      "refused at the death",
      "outage",
      "rights lost",
      "stuck",
      "outage",
      "rights lost",
      "half-done",
    ],
  );
  for (const { title, product, deaths, atDeath, retried, abandoned } of rows) {
    table.push([
      title,
      product,
      deaths,
      atDeath.refused.count,
      retried.outage.count,
      retried.lostPrivileges.count,
      retried.stuck.count,
      abandoned.outage.count,
      abandoned.lostPrivileges.count,
      abandoned.halfDone.count,
    ]);
  }
  return [
    table.toString(),
    "Goal: Rekey 0 in the last six columns.",
    ...rows.flatMap(examplesOf),
    ...notes.map((note) => `- ${note}`),
  ].join("\n");
}

function examplesOf({ title, product, retried, abandoned }: CrashRow): string[] {
  const example = (what: string, harm: Harm) =>
    harm.example ? [`${title}, ${product}, ${what}: ${harm.example}`] : [];
  return [
    ...example("outage though called again", retried.outage),
    ...example("rights lost though called again", retried.lostPrivileges),
    ...example("stuck though called again", retried.stuck),
    ...example("outage, never called again", abandoned.outage),
    ...example("rights lost, never called again", abandoned.lostPrivileges),
  ];
}

import type { Decision, Detour, LayerAnswer, StatementAnswer } from "../../shared/access/index.ts";

const verdicts = { allowed: "ALLOWED", denied: "DENIED", unknown: "UNKNOWN" } as const;

/** A decision for people: the answer first, then each kind of policies and what its statements say. */
export function decisionInWords(question: string, decision: Decision): string {
  const { outcome, reason, layers } = decision;
  return [
    `${verdicts[outcome].padEnd(8)} ${question}`,
    `         ${reason}`,
    ...layers.filter(({ looked, layer }) => looked !== "none" || isExpected(layer)).flatMap(layerInWords),
    "",
  ].join("\n");
}

/** Kinds of policies of which it is worth saying that there are none. */
function isExpected(layer: LayerAnswer["layer"]): boolean {
  return ["key policy", "resource policy", "grants", "permissions boundary"].includes(layer);
}

function layerInWords({ layer, looked, statements }: LayerAnswer): string[] {
  const line = (said: string) => `  ${layer.padEnd(26)} ${said}`;
  if (looked === "no") return [line("not looked at")];
  if (looked === "none") return [line("none")];
  if (statements.length === 0) return [line("no statement about it")];
  return [...statements].sort(byWeight).map((one) => line(statementInWords(one)));
}

/** What applies comes first, a Deny before an Allow. */
function byWeight(a: StatementAnswer, b: StatementAnswer): number {
  const weight = ({ truth, effect }: StatementAnswer) =>
    (truth === true ? 0 : truth === "unknown" ? 2 : 4) + (effect === "Deny" ? 0 : 1);
  return weight(a) - weight(b);
}

function statementInWords({
  document,
  statement,
  effect,
  truth,
  conditions,
  unknownKeys,
}: StatementAnswer): string {
  const what = `"${statement}" of ${document}`;
  const verb = effect === "Allow" ? "allow" : "deny";
  if (truth === true) return `${verb === "allow" ? "allows" : "denies"}: ${what}`;
  if (truth === "unknown") return `may ${verb}: ${what}, depending on ${unknownKeys.join(", ")}`;
  const failed = conditions
    .filter((condition) => condition.truth === false)
    .map(({ operator, key, values }) => `${operator} ${key} ${values.join(" or ")}`);
  return `does not ${verb}: ${what}, which asks for ${failed.join(" and ")}`;
}

/** A way round, for people. */
export function detourInWords({ action, outcome }: Detour): string {
  return outcome === "allowed" ? action : `${action} (perhaps)`;
}

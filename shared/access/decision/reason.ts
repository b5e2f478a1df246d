import type { Truth } from "../conditions/truth.ts";
import type { StatementAnswer } from "../match/statement.ts";
import { type AccessRequest, sameAccount } from "../request/context.ts";
import type { LayerAnswer, LayerName } from "./layers.ts";
import type { Path } from "./paths.ts";

interface Decided {
  outcome: "allowed" | "denied" | "unknown";
  deny: Truth;
  paths: readonly Path[];
  layers: readonly LayerAnswer[];
  /** Layers that bound the whole account, organization or endpoint. */
  bounding: readonly LayerAnswer[];
  request: AccessRequest;
}

interface Explained {
  reason: string;
  decidedBy: StatementAnswer[];
  unknownKeys: string[];
}

/** What decided, in a sentence, with the statements; or what would have to be known. */
export function reasonFor(decided: Decided): Explained {
  if (decided.deny === true) return explicitDeny(decided);
  if (decided.outcome === "allowed") return allowed(decided);
  return decided.outcome === "denied" ? implicitDeny(decided) : undecided(decided);
}

function explicitDeny({ layers }: Decided): Explained {
  const decidedBy = layers.flatMap(({ statements }) => applying(statements, "Deny"));
  const where = layers.find(({ deny }) => deny === true)?.layer ?? "policy";
  return { reason: `Denied explicitly by ${named(decidedBy)} (${where}).`, decidedBy, unknownKeys: [] };
}

function allowed({ paths, layers }: Decided): Explained {
  const path = paths.find(({ truth }) => truth === true);
  const used = path?.legs.map(({ layer }) => layer) ?? [];
  const decidedBy = layers
    .filter(({ layer }) => used.includes(layer))
    .flatMap(({ statements }) => applying(statements, "Allow"));
  const reason =
    decidedBy.length > 0 ? `Allowed by ${named(decidedBy)}.` : "Root may do all in its own account.";
  return { reason, decidedBy, unknownKeys: [] };
}

function implicitDeny({ paths, bounding, request }: Decided): Explained {
  const closed = bounding.filter(({ looked, allow }) => looked === "yes" && allow === false);
  const nothing = { decidedBy: [], unknownKeys: [] };
  if (closed.length > 0)
    return { reason: `No statement of the ${list(closed.map((one) => one.layer))} allows it.`, ...nothing };
  if (paths.length === 0)
    return { reason: `AWS lets no principal of another account do ${request.action}.`, ...nothing };
  // Of all the ways, the one that lacks least tells the reader most; the last is the usual one.
  const lacking = paths.map(({ legs }) =>
    legs.filter(({ truth }) => truth === false).map(({ layer }) => layer),
  );
  const others = lacking.filter((layers) => !layers.includes("grants"));
  const least = others.reduce((best, one) => (one.length <= best.length ? one : best), others[0] ?? []);
  const nor = others.length < lacking.length ? ", and no grant does" : "";
  const both = sameAccount(request)
    ? ""
    : " Across accounts, the resource's side and the principal's must both allow.";
  return { reason: `No statement of the ${list(least)} allows it${nor}.${both}`, ...nothing };
}

function undecided({ layers, paths }: Decided): Explained {
  const open = paths.filter(({ truth }) => truth === "unknown").flatMap(({ legs }) => legs);
  const asked = new Set(open.filter(({ truth }) => truth === "unknown").map(({ layer }) => layer));
  const asking = layers.filter(
    ({ layer, looked, deny, allow }) =>
      (looked === "yes" || !isOptional(layer)) &&
      (deny === "unknown" || asked.has(layer) || (bounds(layer) && allow === "unknown")),
  );
  const decidedBy = asking.flatMap(({ statements }) => statements.filter(mayApply));
  const keys = new Set([
    ...decidedBy.flatMap(({ unknownKeys }) => unknownKeys),
    ...asking.filter(({ looked }) => looked === "no").map(({ layer }) => layer),
    ...open.flatMap((leg) => leg.open ?? []),
  ]);
  return { reason: `Cannot be said without knowing ${list([...keys])}.`, decidedBy, unknownKeys: [...keys] };
}

/** A statement may apply by one name of the principal and surely by another. */
const mayApply = ({ by }: StatementAnswer) => Object.values(by).includes("unknown");

const boundingLayers: readonly LayerName[] = [
  "service control policies",
  "resource control policies",
  "VPC endpoint policy",
];
const bounds = (layer: LayerName) => boundingLayers.includes(layer);

/** Layers without which there is an answer all the same: it names them. */
export function isOptional(layer: LayerName): boolean {
  return bounds(layer) || layer === "session policies";
}

function applying(statements: readonly StatementAnswer[], effect: "Allow" | "Deny"): StatementAnswer[] {
  return statements.filter((one) => one.effect === effect && one.truth === true);
}

function named(statements: readonly StatementAnswer[]): string {
  return list(statements.map(({ document, statement }) => `"${statement}" of ${document}`));
}

function list(items: readonly string[]): string {
  const unique = [...new Set(items)];
  return unique.length < 2 ? unique.join("") : `${unique.slice(0, -1).join(", ")} and ${unique.at(-1)}`;
}

import { findInIam } from "../collect/identity.ts";
import { isDenied } from "../collect/look.ts";
import { parsePolicy } from "../policy/document.ts";
import { PrincipalSyntaxError, parsePrincipal } from "../request/principal.ts";
import type { Sides } from "./clients.ts";
import type { WantedDocument } from "./document.ts";
import { NotPermittedError, PolicyNotTakenError } from "./errors.ts";

/** What AWS says to a policy that names a principal that does not exist, among others: KMS API, PutKeyPolicy. */
const refusals = [
  "MalformedPolicyDocumentException",
  "MalformedPolicyDocument",
  "InvalidArnException",
  "PublicPolicyException",
];

/** Why a document was not written. */
export interface Refusal {
  message: string;
  /** What a caller would handle by itself; undefined where the error that came says it all. */
  kind: typeof NotPermittedError | typeof PolicyNotTakenError | undefined;
}

/** Why a document was not written, and what to do about it. */
export async function refusalOf(
  document: WantedDocument,
  error: unknown,
  sides: Sides,
  documents: readonly WantedDocument[],
): Promise<Refusal> {
  if (!(error instanceof Error)) return { message: String(error), kind: undefined };
  const { kind, target, side } = document;
  if (isDenied(error)) {
    return {
      message: `The ${side}'s credentials may not write the ${kind} of ${target}: ${error.message}`,
      kind: NotPermittedError,
    };
  }
  if (!refusals.includes(error.name)) return { message: error.message, kind: undefined };
  const { absent, notLookedUp } = await absentOf(document, sides, documents);
  const said = [
    ...(absent.length > 0 ? [`There is no ${absent.join(", no ")} (any more).`] : []),
    ...(absent.length === 0 && notLookedUp.length > 0
      ? [
          `It may be that one of these does not exist, which could not be looked up: ${notLookedUp.join(", ")}.`,
        ]
      : []),
  ];
  return {
    message: `AWS does not take the ${kind} of ${target}: ${[error.message, ...said].join(" ")}`,
    kind: PolicyNotTakenError,
  };
}

/** The principals that a document names and that do not exist, and those of accounts that are not at hand. */
async function absentOf(document: WantedDocument, sides: Sides, documents: readonly WantedDocument[]) {
  const absent: string[] = [];
  const notLookedUp: string[] = [];
  for (const name of principalsIn(document)) {
    // A policy shows the unique id of a principal that was deleted: IAM User Guide, reference_identifiers.
    if (/^A(ROA|IDA)[A-Z0-9]+$/.test(name)) absent.push(name);
    const principal = parsed(name);
    if (principal?.kind !== "user" && principal?.kind !== "role") continue;
    const side = documents.find(({ account }) => account === principal.account)?.side;
    const iam = side && sides[side]?.iam;
    const found = iam ? await findInIam(iam, principal) : "notLookedAt";
    if (found === "none") absent.push(name);
    if (found === "notLookedAt") notLookedUp.push(name);
  }
  return { absent, notLookedUp };
}

function principalsIn(document: WantedDocument): string[] {
  if (document.kind === "grant") return [document.grant.grantee];
  if (document.kind === "key of the secret") return [];
  const entries = parsePolicy(document.after).statements.flatMap(({ principal }) => principal?.entries ?? []);
  return [...new Set(entries.filter(({ type }) => type === "AWS").map(({ value }) => value))];
}

function parsed(name: string) {
  try {
    return parsePrincipal(name);
  } catch (error) {
    if (error instanceof PrincipalSyntaxError) return undefined;
    throw error;
  }
}

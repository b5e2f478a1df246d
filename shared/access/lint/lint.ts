import { decide, type KnownPolicies } from "../decision/decide.ts";
import { parsePrincipal } from "../request/principal.ts";
import type { Resource } from "../request/resource.ts";
import type { LintedPolicy, PolicyFinding } from "./finding.ts";
import { identityRules } from "./identity-rules.ts";
import { resourceRules } from "./resource-rules.ts";

const rules = [...resourceRules, ...identityRules];
const bySeverity = ["CRITICAL", "HIGH", "MEDIUM", "LOW"];

/** What is wrong with a policy, the worst first, each with its fix. */
export function lintPolicy(policy: LintedPolicy): PolicyFinding[] {
  const ofStatements = policy.document.statements.flatMap((statement, index) =>
    rules
      .filter(({ kinds }) => kinds.includes(policy.kind))
      .flatMap(({ rule, severity, check }): PolicyFinding[] => {
        const found = check(statement, policy);
        const name = statement.sid || `statement ${index + 1}`;
        return found ? [{ rule, severity, document: policy.name, statement: name, ...found }] : [];
      }),
  );
  return [...ofStatements, ...noWayBackIn(policy)].sort(
    (a, b) => bySeverity.indexOf(a.severity) - bySeverity.indexOf(b.severity),
  );
}

/** A key whose policy nobody of the account can change is lost when its administrator is: only AWS Support helps. */
function noWayBackIn({ kind, document, name, account }: LintedPolicy): PolicyFinding[] {
  if (kind !== "key policy" || account === undefined) return [];
  // Whatever key the statements name: it is this one that they are attached to.
  const statements = document.statements.map((statement) => ({ ...statement, resource: undefined }));
  const known: KnownPolicies = {
    identity: [],
    boundary: "none",
    session: "none",
    serviceControl: "none",
    resourceControl: "none",
    endpoint: "none",
    resource: [{ name, document: { ...document, statements } }],
    grants: "none",
  };
  const resource: Resource = { arn: "*", kind: "key", account, region: "" };
  const request = { principal: parsePrincipal(account), action: "kms:PutKeyPolicy", resource };
  if (decide(request, known).outcome !== "denied") return [];
  return [
    {
      rule: "no-way-back-in",
      severity: "HIGH",
      document: name,
      problem:
        "The account's root cannot change this policy: if the administrators it names are deleted, nobody can.",
      fix: `Allow kms:* to arn:aws:iam::${account}:root, which leaves the key to the account's identity policies.`,
    },
  ];
}

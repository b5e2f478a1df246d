import { describe, expect, it } from "vitest";
import { decide, parsePolicy, parsePrincipal, parseResource } from "../../../shared/access/index.ts";
import type { Case, RawStatement } from "./cases/case.ts";
import { conditions } from "./cases/conditions.ts";
import { crossAccount } from "./cases/cross-account.ts";
import { encryptionContext } from "./cases/encryption-context.ts";
import { evaluationLogic } from "./cases/evaluation-logic.ts";
import { grants } from "./cases/grants.ts";
import { keyPolicies } from "./cases/key-policies.ts";
import { organization } from "./cases/organization.ts";
import { principals } from "./cases/principals.ts";

const tables = {
  evaluationLogic,
  principals,
  conditions,
  keyPolicies,
  grants,
  encryptionContext,
  crossAccount,
  organization,
};

const policy = (name: string, Statement: RawStatement[]) => ({
  name,
  document: parsePolicy({ Version: "2012-10-17", Statement }),
});
const layer = (name: string, statements?: RawStatement[]) =>
  statements ? [policy(name, statements)] : ("none" as const);
const levels = (name: string, all?: RawStatement[][]) =>
  all ? all.map((statements, level) => [policy(`${name} ${level + 1}`, statements)]) : ("none" as const);

function decisionOf(one: Case) {
  const principal = parsePrincipal(one.who);
  return decide(
    {
      principal: principal.kind === "service" ? principal : { ...principal, tags: one.principalTags },
      action: one.action,
      resource: { ...parseResource(one.on), tags: one.resourceTags, aliases: one.aliases },
      via: one.via,
      encryptionContext: one.encryptionContext,
      context: one.context,
      now: one.at === undefined ? undefined : new Date(one.at),
    },
    {
      identity: [policy("identity", one.identity ?? [])],
      boundary: layer("boundary", one.boundary),
      session: layer("session", one.session),
      serviceControl: levels("scp", one.scp),
      resourceControl: levels("rcp", one.rcp),
      endpoint: layer("endpoint", one.endpoint),
      resource: layer("policy", one.policy),
      grants: one.grants ?? "none",
    },
  );
}

describe.each(Object.entries(tables))("decisions as AWS's documentation tells them: %s", (_, cases) => {
  it.each(cases)("$says [$page]", (one) => {
    const decision = decisionOf(one);
    expect(decision.outcome, decision.reason).toBe(one.expect);
    expect(decision.explicitDeny).toBe(one.explicit ?? false);
    if (one.by) expect(decision.decidedBy.map(({ statement }) => statement)).toContain(one.by);
    if (one.unknownKeys) expect(decision.unknownKeys).toEqual(one.unknownKeys);
  });
});

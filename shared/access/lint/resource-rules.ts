import type { StatementRule } from "./finding.ts";
import { accountsOf, allowsAction, asksFor, narrowsCaller, narrowsSource } from "./narrowing.ts";

const resourcePolicies = ["key policy", "secret policy"] as const;

/** What is wrong with statements of key policies and of secrets' resource policies. */
export const resourceRules: StatementRule[] = [
  {
    rule: "wildcard-principal",
    severity: "CRITICAL",
    kinds: resourcePolicies,
    check: (statement) =>
      statement.effect === "Allow" &&
      statement.principal?.entries.some(({ value }) => value === "*") &&
      !narrowsCaller(statement)
        ? {
            problem: "It allows every AWS account: the principal is * and no condition says who calls.",
            fix: "Name the principals, or add a condition such as aws:PrincipalOrgID or kms:CallerAccount.",
          }
        : undefined,
  },
  {
    rule: "not-principal-allow",
    severity: "CRITICAL",
    kinds: resourcePolicies,
    check: ({ effect, principal }) =>
      effect === "Allow" && principal?.not
        ? {
            problem: "NotPrincipal with Allow allows everyone but those it names.",
            fix: "Name in Principal who is meant.",
          }
        : undefined,
  },
  {
    rule: "not-principal-deny",
    severity: "MEDIUM",
    kinds: resourcePolicies,
    check: ({ effect, principal }) =>
      effect === "Deny" && principal?.not
        ? {
            problem:
              "NotPrincipal with Deny also denies sessions and accounts that are not listed, and everyone with a permissions boundary.",
            fix: 'Use Principal "*" with ArnNotEquals on aws:PrincipalArn.',
          }
        : undefined,
  },
  {
    rule: "confused-deputy",
    severity: "HIGH",
    kinds: resourcePolicies,
    check: (statement) =>
      statement.effect === "Allow" &&
      statement.principal?.entries.some(({ type }) => type === "Service") &&
      !narrowsSource(statement)
        ? {
            problem:
              "A service is allowed for whomever it calls: another account can have it call for its own resource.",
            fix: "Add StringEquals aws:SourceAccount, and ArnLike aws:SourceArn where the resource is known.",
          }
        : undefined,
  },
  {
    rule: "kms-all",
    severity: "HIGH",
    kinds: ["key policy"],
    check: (statement, { account }) => {
      const wide =
        statement.effect === "Allow" && statement.action.patterns.some((one) => /^(\*|kms:\*)$/i.test(one));
      const delegated = accountsOf(statement);
      const leavesToOwner =
        statement.principal?.entries.every(({ value }) => delegated.some((one) => value.includes(one))) &&
        (account === undefined ? delegated.length === 1 : delegated.every((one) => one === account));
      return wide && !leavesToOwner
        ? {
            problem: "kms:* lets whoever may use the key also change its policy and delete it.",
            fix: "Give users kms:Decrypt, kms:GenerateDataKey*, kms:DescribeKey and what else they need, administrators the rest.",
          }
        : undefined;
    },
  },
  {
    rule: "grant-by-another",
    severity: "MEDIUM",
    kinds: ["key policy"],
    check: (statement, { account }) =>
      allowsAction(statement, "kms:CreateGrant") &&
      accountsOf(statement).some((one) => one !== account) &&
      account !== undefined &&
      !asksFor(statement, /^kms:Grant/i)
        ? {
            problem: "Another account may make grants, and so hand the key on to anybody.",
            fix: 'Add Bool kms:GrantIsForAWSResource "true", or leave kms:CreateGrant out.',
          }
        : undefined,
  },
  {
    rule: "whole-account",
    severity: "LOW",
    kinds: resourcePolicies,
    check: (statement, { account }) => {
      const others = accountsOf(statement).filter((one) => account !== undefined && one !== account);
      return statement.effect === "Allow" && others.length > 0 && !asksFor(statement, /^aws:PrincipalArn$/i)
        ? {
            problem: `Every principal that account ${others.join(", ")} lets is allowed.`,
            fix: "Name the role, unless the other account is meant to decide.",
          }
        : undefined;
    },
  },
  {
    rule: "via-service-region",
    severity: "HIGH",
    kinds: ["key policy"],
    check: ({ conditions }, { region }) => {
      const services = conditions
        .filter(({ key }) => /^kms:ViaService$/i.test(key))
        .flatMap(({ values }) => values);
      const elsewhere = services.filter(
        (one) => region !== undefined && !one.includes("*") && !one.includes(`.${region}.`),
      );
      return elsewhere.length > 0
        ? {
            problem: `kms:ViaService names ${elsewhere.join(", ")}, but the key is in ${region}: no request meets it.`,
            fix: `Name the service of ${region}.`,
          }
        : undefined;
    },
  },
];

import type { StatementRule } from "./finding.ts";
import { allowsAction, asksFor, meansAll } from "./narrowing.ts";

const kinds = ["identity policy"] as const;
const withSuffix = /-([A-Za-z0-9]{6}|\?{6})$/;

/** What is wrong with statements of identity policies. */
export const identityRules: StatementRule[] = [
  {
    rule: "decrypt-with-all-keys",
    severity: "HIGH",
    kinds,
    check: (statement) =>
      (allowsAction(statement, "kms:Decrypt") || allowsAction(statement, "kms:ReEncryptFrom")) &&
      meansAll(statement, "kms") &&
      !asksFor(
        statement,
        /^(kms:(ViaService|ResourceAliases|RequestAlias|EncryptionContext)|aws:ResourceTag)/i,
      )
        ? {
            problem: "It decrypts with every key that leaves its use to the account.",
            fix: "Name the keys by ARN, or narrow by kms:ViaService, kms:ResourceAliases or aws:ResourceTag.",
          }
        : undefined,
  },
  {
    rule: "kms-all",
    severity: "HIGH",
    kinds,
    check: ({ effect, action }) =>
      effect === "Allow" && !action.not && action.patterns.some((one) => /^kms:\*$/i.test(one))
        ? {
            problem: "kms:* also changes key policies and deletes keys.",
            fix: "List the operations: kms:Decrypt, kms:GenerateDataKey*, kms:DescribeKey …",
          }
        : undefined,
  },
  {
    rule: "all-secrets",
    severity: "HIGH",
    kinds,
    check: (statement) =>
      allowsAction(statement, "secretsmanager:GetSecretValue") &&
      meansAll(statement, "secretsmanager") &&
      !asksFor(statement, /^(secretsmanager|aws):ResourceTag\//i)
        ? {
            problem: "It reads every secret.",
            fix: "Name the secrets by ARN with -?????? at the end, or narrow by aws:ResourceTag.",
          }
        : undefined,
  },
  {
    rule: "grants-for-anybody",
    severity: "MEDIUM",
    kinds,
    check: (statement) =>
      allowsAction(statement, "kms:CreateGrant") && !asksFor(statement, /^kms:Grant/i)
        ? {
            problem: "It makes grants, and so gives the use of a key to anybody.",
            fix: 'Add Bool kms:GrantIsForAWSResource "true", or leave kms:CreateGrant out.',
          }
        : undefined,
  },
  {
    rule: "secret-without-suffix",
    severity: "MEDIUM",
    kinds,
    check: ({ resource }) => {
      const bare = (resource?.patterns ?? []).filter(
        (one) => /:secretsmanager:.*:secret:/.test(one) && !one.includes("*") && !withSuffix.test(one),
      );
      return bare.length > 0
        ? {
            problem: `${bare.join(", ")} means no secret: an ARN ends in six random characters.`,
            fix: "Write -?????? behind the name.",
          }
        : undefined;
    },
  },
  {
    rule: "alias-for-key",
    severity: "MEDIUM",
    kinds,
    check: (statement) =>
      statement.resource?.patterns.some((one) => /:kms:.*:alias\//.test(one)) &&
      !statement.action.patterns.some((one) => /alias/i.test(one))
        ? {
            problem: "An alias in Resource means no key: only operations on aliases look at it.",
            fix: "Name the key by ARN, or use the condition key kms:ResourceAliases.",
          }
        : undefined,
  },
];

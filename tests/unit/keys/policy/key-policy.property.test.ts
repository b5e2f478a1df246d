import { GrantOperation, type KeySpec, type KeyUsageType } from "@aws-sdk/client-kms";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountOf,
  decide,
  knownPolicies,
  lintPolicy,
  type PolicyDocument,
  parsePolicy,
  parsePrincipal,
  parseResource,
} from "../../../../shared/access/index.ts";
import {
  administration,
  checkWayBackIn,
  granting,
  type KeyKind,
  type KeyRoles,
  keyPolicy,
  noRoles,
  usesOf,
} from "../../../../shared/keys/index.ts";

const account = "111122223333";
const place = { partition: "aws", account, region: "eu-central-1" };
const resource = parseResource(
  `arn:aws:kms:${place.region}:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
);
const root = `arn:aws:iam::${account}:root`;
const own = ["role/Admin", "role/Break-Glass", "role/App", "role/Batch", "role/Report", "user/alice"].map(
  (name) => `arn:aws:iam::${account}:${name}`,
);
const foreign = ["role/Partner", "user/bob", "root"].map((name) => `arn:aws:iam::444455556666:${name}`);
const services = ["secretsmanager", "s3", "rds", "ec2"];
const servicePrincipals = ["cloudwatch.amazonaws.com", "events.amazonaws.com"];

const kinds: KeyKind[] = (
  [
    ["SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"],
    ["RSA_2048", "ENCRYPT_DECRYPT"],
    ["RSA_2048", "SIGN_VERIFY"],
    ["HMAC_256", "GENERATE_VERIFY_MAC"],
    ["ECC_NIST_P256", "KEY_AGREEMENT"],
    ["ML_KEM_768", "ENCAPSULATE_DECAPSULATE"],
  ] satisfies [KeySpec, KeyUsageType][]
).map(([spec, usage]) => ({ spec, usage }));

/** Every action of KMS that concerns a key, and one that nothing here knows. */
const operations = [
  ...new Set([
    ...Object.values(GrantOperation),
    ...administration,
    "ReEncryptFrom",
    "ImportKeyMaterial",
    "Decapsulate",
    "NotYetKnown",
  ]),
].filter((name) => !["ReEncrypt"].includes(name));

/** Roles that a policy can be made of: nobody both administers the key and uses it. */
const anyRoles: fc.Arbitrary<KeyRoles> = fc
  .record({
    administrators: fc.subarray(own),
    users: fc.subarray([...own, ...foreign]),
    readers: fc.subarray([...own, ...foreign]),
    granters: fc.subarray(own),
    throughServices: fc.subarray(services),
    servicePrincipals: fc.subarray(servicePrincipals),
  })
  .map((roles) => ({
    ...roles,
    users: roles.users.filter((arn) => !roles.administrators.includes(arn)),
    readers: roles.readers.filter((arn) => !roles.administrators.includes(arn)),
    granters: roles.granters.filter((arn) => !roles.administrators.includes(arn)),
  }));

const anyCall = fc.record({
  who: fc.constantFrom(
    ...own,
    ...foreign,
    root,
    `arn:aws:iam::777788889999:role/Stranger`,
    ...servicePrincipals,
    "sns.amazonaws.com",
  ),
  operation: fc.constantFrom(...operations),
  via: fc.constantFrom(
    undefined,
    ...services.map((name) => `${name}.eu-central-1.amazonaws.com`),
    "sqs.eu-central-1.amazonaws.com",
    "s3.us-east-1.amazonaws.com",
  ),
  /** Whether the identity policies let it do everything. */
  isLet: fc.boolean(),
  sourceAccount: fc.constantFrom(account, "444455556666"),
});

const everything = [
  {
    name: "everything",
    document: parsePolicy('{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'),
  },
];

interface Call {
  who: string;
  operation: string;
  via: string | undefined;
  isLet: boolean;
  sourceAccount: string;
}

const parsed = (roles: KeyRoles, kind: KeyKind) => parsePolicy(keyPolicy(roles, place, kind));

function outcome(document: PolicyDocument, { who, operation, via, isLet, sourceAccount }: Call) {
  const principal = parsePrincipal(who);
  const isService = principal.kind === "service";
  return decide(
    {
      principal,
      action: `kms:${operation}`,
      resource,
      via: isService ? undefined : via,
      context: isService ? { "aws:SourceAccount": [sourceAccount] } : undefined,
    },
    knownPolicies(
      { principal, identity: isLet ? everything : [], boundary: "none" },
      { policy: [{ name: "key policy", document }] },
    ),
  ).outcome;
}

/** A call without a service, by whom the identity policies let do everything or nothing. */
const direct = (who: string, operation: string, isLet: boolean): Call => ({
  who,
  operation,
  isLet,
  via: undefined,
  sourceAccount: account,
});

/** What the roles asked for, said once more and in another way. */
function isAskedFor(
  roles: KeyRoles,
  kind: KeyKind,
  { who, operation, via, isLet, sourceAccount }: Call,
): boolean {
  const uses = usesOf(kind);
  const principal = parsePrincipal(who);
  if (principal.kind === "service") {
    return (
      roles.servicePrincipals.includes(who) &&
      sourceAccount === account &&
      ["Decrypt", "GenerateDataKey"].includes(operation)
    );
  }
  const manages = administration.some((name) => name === operation);
  const grants = granting.some((name) => name === operation);
  const named =
    (roles.administrators.includes(who) && manages) ||
    (roles.users.includes(who) && uses.users.includes(operation)) ||
    (roles.readers.includes(who) && uses.readers.includes(operation)) ||
    (roles.granters.includes(who) && grants);
  const isOwn = accountOf(principal) === account;
  if (!isOwn) {
    // Another account's root stands for all whom that account lets.
    const otherRoot = "arn:aws:iam::444455556666:root";
    const trusted = named || (accountOf(principal) === "444455556666" && isNamedAs(otherRoot));
    return trusted && (isLet || principal.kind === "root") && acrossAccounts(operation);
  }
  const service = via?.endsWith(".eu-central-1.amazonaws.com") ? (via.split(".")[0] ?? "") : "";
  const throughService =
    roles.throughServices.includes(service) &&
    (uses.users.includes(operation) || (operation === "CreateGrant" && ["rds", "ec2"].includes(service)));
  return named || ((isLet || who === root) && (manages || throughService));

  function isNamedAs(arn: string) {
    return (
      (roles.users.includes(arn) && uses.users.includes(operation)) ||
      (roles.readers.includes(arn) && uses.readers.includes(operation))
    );
  }
}

const acrossAccounts = (operation: string) =>
  Object.values<string>(GrantOperation).includes(operation) || /^ReEncrypt/.test(operation);

/** By these data is read or written, or somebody let do so. */
const uses = Object.values(GrantOperation).filter((name) => name !== "DescribeKey");

describe("the key policy of roles", () => {
  it("lets everyone do what the roles ask for, and nobody anything else", () => {
    fc.assert(
      fc.property(
        anyRoles,
        fc.constantFrom(...kinds),
        fc.array(anyCall, { minLength: 1, maxLength: 20 }),
        (roles, kind, calls) => {
          const document = parsed(roles, kind);
          for (const call of calls) {
            expect({ call, outcome: outcome(document, call) }).toEqual({
              call,
              outcome: isAskedFor(roles, kind, call) ? "allowed" : "denied",
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("never loses administrators: each, and the account's root, can do all that manages the key", () => {
    fc.assert(
      fc.property(
        anyRoles,
        fc.constantFrom(...kinds),
        fc.constantFrom(...administration),
        (roles, kind, operation) => {
          const document = parsed(roles, kind);
          checkWayBackIn(JSON.stringify(keyPolicy(roles, place, kind)), place, roles.administrators);
          for (const who of [root, ...roles.administrators]) {
            expect(outcome(document, direct(who, operation, false))).toBe("allowed");
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it("lets no administrator use the key, nor make a grant, whatever its identity policies allow", () => {
    fc.assert(
      fc.property(anyRoles, fc.constantFrom(...kinds), fc.constantFrom(...uses), (given, kind, operation) => {
        const document = parsed({ ...given, throughServices: [] }, kind);
        for (const who of given.administrators) {
          expect(outcome(document, direct(who, operation, true))).toBe("denied");
        }
      }),
      { numRuns: 200 },
    );
  });

  it("passes the checks of rekey access check, but for whole accounts that are named", () => {
    fc.assert(
      fc.property(anyRoles, fc.constantFrom(...kinds), (roles, kind) => {
        const found = lintPolicy({
          name: "new",
          kind: "key policy",
          document: parsed(roles, kind),
          account,
          region: place.region,
        });
        const named = [...roles.users, ...roles.readers].some((arn) => arn.endsWith(":root"));
        expect(found.filter(({ rule }) => rule !== "whole-account" || !named)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it("without any role lets nobody use the key", () => {
    for (const kind of kinds) {
      const document = parsed(noRoles, kind);
      for (const operation of uses) {
        for (const who of [...own, root])
          expect(outcome(document, direct(who, operation, true))).toBe("denied");
      }
    }
  });
});

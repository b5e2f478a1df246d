import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { severities, toAsff } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";
import { anyFinding } from "./hostile.ts";

const hub = { accountId: "111122223333", region: "eu-central-1" };

const text = (max: number) => z.string().min(1).max(max);
const severity = z.strictObject({ Label: z.enum(severities), Original: text(64) });
const types = z
  .array(
    z
      .string()
      .regex(
        /^(Software and Configuration Checks|TTPs|Effects|Unusual Behaviors|Sensitive Data Identifications)(\/[^/]+){0,2}$/,
      ),
  )
  .max(50);

/**
 * What of a finding Security Hub takes: what is required, the lengths, and no other fields. Source: `AwsSecurityFinding`
 * and what it holds in Security Hub's API reference.
 */
const asffSchema = z.strictObject({
  SchemaVersion: z.literal("2018-10-08"),
  Id: text(512),
  ProductArn: z.string().regex(/^arn:aws[a-z-]*:securityhub:[a-z0-9-]+:\d{12}:product\/\d{12}\/default$/),
  ProductName: text(128),
  CompanyName: text(128),
  GeneratorId: text(512),
  AwsAccountId: z.string().regex(/^\d{12}$/),
  Title: text(256),
  Description: text(1_024),
  CreatedAt: z.iso.datetime(),
  UpdatedAt: z.iso.datetime(),
  FirstObservedAt: z.iso.datetime(),
  LastObservedAt: z.iso.datetime(),
  RecordState: z.enum(["ACTIVE", "ARCHIVED"]),
  Types: types,
  Severity: severity,
  FindingProviderFields: z.strictObject({
    Severity: severity,
    Types: types,
    RelatedFindings: z
      .array(z.strictObject({ ProductArn: text(2_048), Id: text(512) }))
      .min(1)
      .max(10)
      .optional(),
  }),
  Resources: z
    .array(
      z.strictObject({
        Type: z.enum(["AwsKmsKey", "AwsSecretsManagerSecret", "AwsIamRole", "AwsIamUser", "Other"]),
        Id: text(512),
        Partition: z.enum(["aws", "aws-cn", "aws-us-gov"]),
        Region: text(16).optional(),
      }),
    )
    .min(1)
    .max(32),
  Remediation: z.strictObject({ Recommendation: z.strictObject({ Text: text(512) }) }),
  Action: z.strictObject({
    ActionType: z.literal("AWS_API_CALL"),
    AwsApiCallAction: z.strictObject({
      Api: text(128),
      CallerType: z.enum(["remoteIp", "domain"]).optional(),
      RemoteIpDetails: z.strictObject({ IpAddressV4: z.ipv4() }).optional(),
      FirstSeen: z.iso.datetime(),
      LastSeen: z.iso.datetime(),
    }),
  }),
  ProductFields: z
    .record(text(128), text(2_048))
    .refine((fields) => Object.keys(fields).length <= 50, "at the most 50"),
});

describe("a finding in the AWS Security Finding Format", () => {
  it("has what Security Hub requires, within its lengths, and nothing it does not know", () => {
    expect(asffSchema.parse(toAsff(aFinding(), hub))).toEqual(toAsff(aFinding(), hub));
  });

  it("has so whatever the finding says, and stays below 240 KB", () => {
    fc.assert(
      fc.property(anyFinding, (finding) => {
        const asff = toAsff(finding, hub);
        asffSchema.parse(asff);
        expect(Buffer.byteLength(JSON.stringify(asff))).toBeLessThan(240_000);
        expect([asff.Title, asff.Description].every((text) => text?.isWellFormed())).toBe(true);
      }),
    );
  });

  it("is imported for the default product of the account, under one id for all revisions", () => {
    const [one, other] = [1, 2].map((revision) => toAsff(aFinding({ revision }), hub));
    expect(one?.ProductArn).toBe(
      "arn:aws:securityhub:eu-central-1:111122223333:product/111122223333/default",
    );
    expect(one?.Id).toBe("rekey/0123456789abcdef0123456789abcdef");
    expect(other?.Id).toBe(one?.Id);
  });

  it("is this account's also where it is about another, which it names", () => {
    const asff = toAsff(aFinding({ accountId: "999999999999" }), hub);
    expect(asff.AwsAccountId).toBe("111122223333");
    expect(asff.ProductFields?.["rekey/accountId"]).toBe("999999999999");
  });

  it.each([
    ["NEW", "ACTIVE"],
    ["UPDATED", "ACTIVE"],
    ["CLOSED", "ARCHIVED"],
  ] as const)("is, when %s, %s", (status, state) => {
    expect(toAsff(aFinding({ status }), hub).RecordState).toBe(state);
  });

  it("raises its severity where Security Hub lets a provider do so", () => {
    expect(toAsff(aFinding({ severity: "CRITICAL" }), hub).FindingProviderFields?.Severity).toEqual({
      Label: "CRITICAL",
      Original: "CRITICAL",
    });
  });

  it.each([
    ["T1485", "Effects/Data Destruction"],
    ["T1555.006", "TTPs/Credential Access"],
    ["T1562.008", "TTPs/Defense Evasion"],
    ["", "Unusual Behaviors"],
  ])("is, for the technique %s, of the type %s", (technique, type) => {
    expect(toAsff(aFinding({ technique }), hub).Types).toEqual([type]);
  });

  it.each([
    ["arn:aws:kms:eu-central-1:111122223333:key/k", "AwsKmsKey", "eu-central-1"],
    ["arn:aws:iam::111122223333:role/app", "AwsIamRole", undefined],
    ["arn:aws:iam::111122223333:user/alice", "AwsIamUser", undefined],
    ["111122223333/eu-central-1", "Other", undefined],
  ])("names the resource %s as %s", (entity, Type, Region) => {
    const [resource] = toAsff(aFinding({ entity, resources: [] }), hub).Resources ?? [];
    expect(resource).toEqual({ Type, Id: entity, Partition: "aws", ...(Region ? { Region } : {}) });
  });

  it("names the findings that it continues, and the one that continues it", () => {
    const related = (cares: object) =>
      toAsff(aFinding(cares), hub).FindingProviderFields?.RelatedFindings?.map(({ Id }) => Id);
    expect(related({ supersedes: ["a", "b"] })).toEqual(["rekey/a", "rekey/b"]);
    expect(related({ supersededBy: "c" })).toEqual(["rekey/c"]);
    expect(related({})).toBeUndefined();
  });
});

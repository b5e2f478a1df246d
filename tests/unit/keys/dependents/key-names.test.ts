import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { recognizer } from "../../../../shared/keys/dependents/key-names.ts";

const id = "1234abcd-12ab-34cd-56ef-1234567890ab";
const arn = `arn:aws:kms:eu-central-1:111122223333:key/${id}`;
const recognize = recognizer({ arn, aliases: ["alias/prod-data", "alias/old"] });

const mrk = "mrk-1234abcd12ab34cd56ef1234567890ab";
const ofSet = recognizer({ arn: `arn:aws:kms:eu-central-1:111122223333:key/${mrk}`, aliases: [] });

describe("a key that a resource names", () => {
  it.each([
    ["its id", id],
    ["its id in capitals", id.toUpperCase()],
    ["its ARN", arn],
    ["an alias", "alias/prod-data"],
    ["another alias", "alias/old"],
    ["an alias's ARN", "arn:aws:kms:eu-central-1:111122223333:alias/prod-data"],
  ])("is recognized by %s", (_, named) => {
    expect(recognize(named)).toBe("key");
  });

  it.each([
    ["nothing", undefined],
    ["an empty text", ""],
    ["another id", "1234abcd-12ab-34cd-56ef-1234567890ac"],
    ["the beginning of its id", "1234abcd-12ab-34cd-56ef"],
    ["another alias", "alias/prod-dat"],
    ["the same id in another account", arn.replace("111122223333", "444455556666")],
    ["the same id in another Region, of a key of one Region", arn.replace("eu-central-1", "eu-west-1")],
    ["the same id in another partition", arn.replace("arn:aws:", "arn:aws-cn:")],
    ["the alias of another Region", "arn:aws:kms:eu-west-1:111122223333:alias/prod-data"],
    ["the alias of another account", "arn:aws:kms:eu-central-1:444455556666:alias/prod-data"],
    ["the AWS managed key", "alias/aws/secretsmanager"],
  ])("is not meant by %s", (_, named) => {
    expect(recognize(named)).toBeUndefined();
  });

  it("is told from its replicas, which have the same id in other Regions", () => {
    expect(ofSet(mrk)).toBe("key");
    expect(ofSet(`arn:aws:kms:eu-central-1:111122223333:key/${mrk}`)).toBe("key");
    expect(ofSet(`arn:aws:kms:us-east-1:111122223333:key/${mrk}`)).toBe("replica");
    expect(ofSet(`arn:aws:kms:us-east-1:444455556666:key/${mrk}`)).toBeUndefined();
  });

  it("is never taken for another one, whatever the name", () => {
    fc.assert(
      fc.property(fc.string(), (named) => {
        expect(recognize(named)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.uuid(), (other) => {
        fc.pre(other !== id);
        expect(recognize(arn.replace(id, other))).toBeUndefined();
      }),
    );
  });

  it("must be named by its ARN in the first place", () => {
    expect(() => recognizer({ arn: id, aliases: [] })).toThrow(TypeError);
    expect(() => recognizer({ arn: arn.replace(`key/${id}`, "alias/x"), aliases: [] })).toThrow(TypeError);
  });
});

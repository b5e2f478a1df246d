import { describe, expect, it } from "vitest";
import { mending } from "../../../../local/trail-gateway/mend.ts";
import { aCall, answered, keyArn, refused } from "./a-call.ts";

const id = keyArn.slice(keyArn.lastIndexOf("/") + 1);
const expiring = { KeyMetadata: { KeyId: id, ExpirationModel: "KEY_MATERIAL_EXPIRES" } };
const kms = (eventName: string, request: Record<string, unknown>) => aCall({ eventName, request });

describe("DescribeKey", () => {
  it("says when imported key material expires, whatever the key was called", async () => {
    const mend = mending("http://127.0.0.1:1");
    const describeKey = () => mend(kms("DescribeKey", { KeyId: id }), async () => answered(expiring));
    expect((await describeKey()).body).toEqual(expiring);
    await mend(kms("ImportKeyMaterial", { KeyId: keyArn, ValidTo: 1_772_323_200 }), async () => answered());
    expect((await describeKey()).body).toEqual({
      KeyMetadata: { ...expiring.KeyMetadata, ValidTo: 1_772_323_200 },
    });
    await mend(kms("ImportKeyMaterial", { KeyId: id, ValidTo: 1_800_000_000 }), async () =>
      refused("InvalidImportTokenException"),
    );
    expect((await describeKey()).body).toMatchObject({ KeyMetadata: { ValidTo: 1_772_323_200 } });
    await mend(
      kms("ImportKeyMaterial", { KeyId: id, ExpirationModel: "KEY_MATERIAL_DOES_NOT_EXPIRE" }),
      async () => answered(),
    );
    expect((await describeKey()).body).toEqual(expiring);
  });

  it("is passed on as it is for any other key", async () => {
    const answer = answered({ KeyMetadata: { KeyId: id } });
    expect(await mending("http://127.0.0.1:1")(kms("DescribeKey", { KeyId: id }), async () => answer)).toBe(
      answer,
    );
  });
});

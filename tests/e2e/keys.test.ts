import { constants, publicEncrypt, randomBytes } from "node:crypto";
import {
  CreateGrantCommand,
  CreateKeyCommand,
  GetParametersForImportCommand,
  ImportKeyMaterialCommand,
  ListGrantsCommand,
} from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { addDays, subSeconds } from "date-fns";
import { expect, it } from "vitest";
import { subscribe } from "../../local/demo/alerts.ts";
import { nameUntil } from "../../shared/keys/grants/expiry.ts";
import { kms, settings, stack } from "./deployed.ts";
import { rekey } from "./rekey.ts";

const functions = new LambdaClient(settings);

/** Has a function of the stack called as its clock does. */
async function invoke(name: string, payload: object = {}): Promise<void> {
  const { FunctionError, Payload } = await functions.send(
    new InvokeCommand({ FunctionName: `rekey-${stack.stage}-${name}`, Payload: JSON.stringify(payload) }),
  );
  expect(FunctionError, Buffer.from(Payload ?? []).toString()).toBeUndefined();
}

it("ends a grant whose time is over, and no other", async () => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const { KeyId = "" } = KeyMetadata ?? {};
  const role = (name: string) => `arn:aws:iam::000000000000:role/rekey-${stack.stage}-${name}`;
  await kms.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: role("fleet"),
      RetiringPrincipal: role("retire-grants"),
      Operations: ["Decrypt"],
      Name: nameUntil(subSeconds(new Date(), 1)),
    }),
  );
  await rekey(
    "key",
    "grant",
    KeyId,
    "--to",
    role("detect"),
    "--operations",
    "Decrypt",
    "--for",
    "1h",
    "--stage",
    stack.stage,
  );
  await invoke("retire-grants");
  const { Grants = [] } = await kms.send(new ListGrantsCommand({ KeyId }));
  expect(Grants.map(({ GranteePrincipal }) => GranteePrincipal)).toEqual([role("detect")]);
});

it("alerts on imported key material that is about to expire", async () => {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: "EXTERNAL" }));
  const { KeyId, Arn } = KeyMetadata ?? {};
  const { PublicKey = new Uint8Array(), ImportToken } = await kms.send(
    new GetParametersForImportCommand({
      KeyId,
      WrappingAlgorithm: "RSAES_OAEP_SHA_256",
      WrappingKeySpec: "RSA_2048",
    }),
  );
  const wrapping = {
    key: Buffer.from(PublicKey),
    format: "der" as const,
    type: "spki" as const,
    padding: constants.RSA_PKCS1_OAEP_PADDING,
    oaepHash: "sha256",
  };
  await kms.send(
    new ImportKeyMaterialCommand({
      KeyId,
      ImportToken,
      EncryptedKeyMaterial: publicEncrypt(wrapping, randomBytes(32)),
      ExpirationModel: "KEY_MATERIAL_EXPIRES",
      ValidTo: addDays(new Date(), 5),
    }),
  );
  const inbox = await subscribe(settings, stack.outputs.AlertTopicArn, `material-${KeyId}`);
  await invoke("sweep", { look: "key-material" });
  const { finding } = await inbox.first(
    ({ ruleId, entity }) => ruleId === "kms-key-material-about-to-expire" && entity === Arn,
  );
  expect(finding).toMatchObject({ status: "NEW", severity: "HIGH", resources: [Arn] });
});

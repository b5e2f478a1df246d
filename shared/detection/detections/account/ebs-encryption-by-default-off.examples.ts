import { byRole, call, type Examples, example, failing, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user turns it off",
      call("ec2", "DisableEbsEncryptionByDefault", { DisableEbsEncryptionByDefaultRequest: {} }),
      { severity: "MEDIUM", why: "eu-central-1" },
    ),
    example("A role does", call("ec2", "DisableEbsEncryptionByDefault", null, byRole("ci"))),
  ],
  silent: [
    example(
      "A trial that changes nothing",
      call("ec2", "DisableEbsEncryptionByDefault", null, failing("Client.DryRunOperation")),
    ),
    example("It is turned on", call("ec2", "EnableEbsEncryptionByDefault", null)),
    example("It was refused", call("ec2", "DisableEbsEncryptionByDefault", null, refused)),
    example(
      "Another key is chosen for it",
      call("ec2", "ModifyEbsDefaultKmsKeyId", { ModifyEbsDefaultKmsKeyIdRequest: { KmsKeyId: "alias/ebs" } }),
    ),
  ],
};

import { byRole, deploying, type Examples, example, kms, refused } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example("A user replicates a key", kms("ReplicateKey", { replicaRegion: "sa-east-1" }), {
      severity: "LOW",
      why: "sa-east-1",
    }),
    example("A role does", kms("ReplicateKey", { replicaRegion: "us-east-1" }, byRole("ci"))),
  ],
  silent: [
    example("CloudFormation makes a replica", kms("ReplicateKey", { replicaRegion: "us-east-1" }, deploying)),
    example("It was refused", kms("ReplicateKey", { replicaRegion: "us-east-1" }, refused)),
    example("A multi-Region key is made", kms("CreateKey", { multiRegion: true })),
  ],
};

import { describe, expect, it } from "vitest";
import { networkOf, networks } from "../../../../shared/detection/reading/index.ts";
import { aRecord } from "../../trail/a-record.ts";
import { settingsWith } from "../settings-with.ts";

const from = (sourceIPAddress: string | undefined, vpcEndpointId?: string) =>
  aRecord({ sourceIPAddress, vpcEndpointId });

describe("the network that a call came from", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0/24"],
    ["::ffff:203.0.113.77", "203.0.113.0/24"],
    ["2001:db8:1:2::77", "2001:db8:1::/48"],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(from(address))).toBe(network);
  });

  it("is the VPC endpoint, where there is one", () => {
    expect(networkOf(from("10.0.0.1", "vpce-1"))).toBe("vpce-1");
  });

  it.each([undefined, "", "s3.amazonaws.com", "AWS Internal", "203.0.113.0/24"])(
    "of %s is none",
    (address) => {
      expect(networkOf(from(address))).toBeUndefined();
    },
  );

  it("is not foreign if it is the account's own, and not public inside a VPC", () => {
    const { foreign, public: publicNetwork } = networks(settingsWith({ ownNetworks: ["203.0.113.0/25"] }));
    expect([foreign(from("203.0.113.1")), publicNetwork(from("203.0.113.1"))]).toEqual([
      undefined,
      undefined,
    ]);
    expect(foreign(from("203.0.113.200"))).toBe("203.0.113.0/24");
    expect(foreign(from("10.1.2.3"))).toBe("10.1.2.0/24");
    expect([publicNetwork(from("10.1.2.3")), publicNetwork(from("8.8.8.8", "vpce-1"))]).toEqual([
      undefined,
      undefined,
    ]);
    expect(publicNetwork(from("8.8.8.8"))).toBe("8.8.8.0/24");
  });

  it.each([
    [
      "a function outside a VPC",
      { userAgent: "aws-sdk-js/3.7 exec-env/AWS_Lambda_nodejs22.x" },
      "AWS Lambda",
    ],
    [
      "a runner by its identity provider",
      {
        userIdentity: {
          type: "AssumedRole",
          sessionContext: {
            webIdFederationData: {
              federatedProvider:
                "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com",
            },
          },
        },
      },
      "runners of a build service",
    ],
    [
      "a runner by its session's name",
      {
        userIdentity: {
          type: "AssumedRole",
          arn: "arn:aws:sts::111122223333:assumed-role/deploy/GitHubActions",
        },
      },
      "runners of a build service",
    ],
    ["an application", {}, "203.0.113.0/24"],
    [
      "a function inside a VPC",
      { userAgent: "exec-env/AWS_Lambda_nodejs22.x", vpcEndpointId: "vpce-1" },
      "vpce-1",
    ],
  ])("that is usual of %s is %s", (_, cares, usual) => {
    expect(networks(settingsWith()).usual(aRecord({ sourceIPAddress: "203.0.113.77", ...cares }))).toBe(
      usual,
    );
  });
});

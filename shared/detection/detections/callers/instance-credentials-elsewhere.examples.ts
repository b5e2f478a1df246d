import {
  byInstance,
  byRole,
  decrypt,
  type Examples,
  example,
  from,
  later,
  read,
  refused,
  ssm,
  through,
  throughEndpoint,
} from "../../examples/builders.ts";

const instance = byInstance("i-0a1b2c3d4e5f60718");

export const examples: Examples = {
  fires: [
    example(
      "An instance's credentials are used from somewhere else",
      [
        read("prod/shop", instance, from("203.0.113.10")),
        read("prod/shop", instance, from("198.51.100.9"), later(600)),
      ],
      {
        severity: "HIGH",
        why: "2 networks",
      },
    ),
    example("Through the VPC and then, refused, over the internet", [
      ssm("GetParameter", { name: "/a" }, instance, throughEndpoint("vpce-0a1b2c3d4e5f60718")),
      ssm("GetParameter", { name: "/a" }, instance, refused, from("2001:db8::9"), later(30_000)),
    ]),
  ],
  silent: [
    example("The instance itself, time and again", [
      read("prod/shop", instance, from("203.0.113.10")),
      read("prod/shop", instance, from("203.0.113.11"), later(600)),
    ]),
    example("One service through a VPC endpoint, another through the gateway", [
      read("prod/shop", instance, throughEndpoint("vpce-0a1b2c3d4e5f60718")),
      decrypt(undefined, instance, from("203.0.113.10"), later(60)),
    ]),
    example("Two instances", [
      read("prod/shop", instance, from("203.0.113.10")),
      read("prod/shop", byInstance("i-0f1e2d3c4b5a69788"), from("198.51.100.9"), later(60)),
    ]),
    example("A role that is no instance's", [
      read("prod/shop", byRole("shop"), from("203.0.113.10")),
      read("prod/shop", byRole("shop"), from("198.51.100.9"), later(60)),
    ]),
    example(
      "From a network of the account's own",
      [
        read("prod/shop", instance, from("203.0.113.10")),
        read("prod/shop", instance, from("198.51.100.9"), later(60)),
      ],
      { settings: { ownNetworks: ["198.51.100.0/24"] } },
    ),
    example("A service for the instance", [
      read("prod/shop", instance, from("203.0.113.10")),
      decrypt(undefined, instance, through("s3.amazonaws.com"), later(60)),
    ]),
  ],
};

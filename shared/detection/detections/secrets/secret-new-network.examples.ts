import {
  byRole,
  bySignOn,
  daily,
  type Examples,
  example,
  from,
  onDay,
  read,
  refused,
  through,
  throughEndpoint,
  withAgent,
} from "../../examples/builders.ts";

const usual = daily(20, (day) => read("prod/shop", byRole("shop"), from("203.0.113.10"), day));

const inLambda = withAgent(
  "aws-sdk-js/3.1164.0 ua/2.1 lang/js md/nodejs#24.1.0 exec-env/AWS_Lambda_nodejs24.x",
);

export const examples: Examples = {
  fires: [
    example("A function's credentials are used from somewhere else", [
      ...daily(20, (day) => read("prod/shop", byRole("shop", "shop"), inLambda, from("203.0.113.10"), day)),
      read("prod/shop", byRole("shop", "shop"), from("198.51.100.9"), onDay(20)),
    ]),
    example(
      "A secret is read from another network",
      [...usual, read("prod/shop", byRole("shop"), from("198.51.100.9"), onDay(20))],
      { severity: "LOW", why: "198.51.100.0/24" },
    ),
    example("By IPv6", [...usual, read("prod/shop", byRole("shop"), from("2001:db8:1:2::3"), onDay(20))], {
      why: "2001:db8:1::/48",
    }),
    example(
      "Through another VPC endpoint",
      [...usual, read("prod/shop", byRole("shop"), throughEndpoint("vpce-0a1b2c3d4e5f60718"), onDay(20))],
      { why: "vpce-0a1b2c3d4e5f60718" },
    ),
  ],
  silent: [
    example("A person travels", [
      ...daily(20, (day) => read("prod/shop", bySignOn("carol"), from("203.0.113.10"), day)),
      read("prod/shop", bySignOn("carol"), from("198.51.100.9"), onDay(20)),
    ]),
    example("A function outside a VPC, which has another address each time", [
      ...daily(20, (day) => read("prod/shop", byRole("shop", "shop"), inLambda, from("203.0.113.10"), day)),
      read("prod/shop", byRole("shop", "shop"), inLambda, from("198.51.100.9"), onDay(20)),
    ]),
    example("Another address of the same network", [
      ...usual,
      read("prod/shop", byRole("shop"), from("203.0.113.99"), onDay(20)),
    ]),
    example(
      "A network of the account's own",
      [...usual, read("prod/shop", byRole("shop"), from("198.51.100.9"), onDay(20))],
      { settings: { ownNetworks: ["198.51.100.0/22"] } },
    ),
    example("A service, which has no network", [
      ...usual,
      read("prod/shop", byRole("shop"), through("ecs.amazonaws.com"), onDay(20)),
    ]),
    example("It was refused", [
      ...usual,
      read("prod/shop", byRole("shop"), from("198.51.100.9"), refused, onDay(20)),
    ]),
  ],
};

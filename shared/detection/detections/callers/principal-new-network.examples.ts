import {
  byRole,
  bySignOn,
  byUser,
  daily,
  type Examples,
  example,
  from,
  onDay,
  read,
  refused,
  through,
  throughEndpoint,
} from "../../examples/builders.ts";

const usual = daily(20, (day) => read("prod/shop", byRole("shop"), from("203.0.113.10"), day));

export const examples: Examples = {
  fires: [
    example(
      "An application's role from another network",
      [...usual, read("prod/shop", byRole("shop"), from("198.51.100.9"), onDay(20))],
      { severity: "LOW", why: "198.51.100.0/24" },
    ),
    example("A user's long-lived access key", [
      ...daily(20, (day) =>
        read("prod/shop", byUser("deploy", { accessKeyId: "AKIAEXAMPLEDEPLOY" }), from("203.0.113.10"), day),
      ),
      read(
        "prod/shop",
        byUser("deploy", { accessKeyId: "AKIAEXAMPLEDEPLOY" }),
        from("198.51.100.9"),
        onDay(20),
      ),
    ]),
    example("Over the internet where it always came through an endpoint", [
      ...daily(20, (day) =>
        read("prod/shop", byRole("shop"), throughEndpoint("vpce-0a1b2c3d4e5f60718"), day),
      ),
      read("prod/shop", byRole("shop"), from("198.51.100.9"), onDay(20)),
    ]),
  ],
  silent: [
    example("A person travels", [
      ...daily(20, (day) => read("prod/shop", bySignOn("carol"), from("203.0.113.10"), day)),
      read("prod/shop", bySignOn("carol"), from("198.51.100.9"), onDay(20)),
    ]),
    example("The same network", [
      ...usual,
      read("prod/mail", byRole("shop"), from("203.0.113.200"), onDay(20)),
    ]),
    example(
      "A network of the account's own",
      [...usual, read("prod/shop", byRole("shop"), from("198.51.100.9"), onDay(20))],
      { settings: { ownNetworks: ["198.51.100.0/24"] } },
    ),
    example("A service", [
      ...usual,
      read("prod/shop", byRole("shop"), through("ecs.amazonaws.com"), onDay(20)),
    ]),
    example("It was refused", [
      ...usual,
      read("prod/shop", byRole("shop"), from("198.51.100.9"), refused, onDay(20)),
    ]),
  ],
};

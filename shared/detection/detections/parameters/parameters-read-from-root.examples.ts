import { byRole, type Examples, example, refused, ssm, through } from "../../examples/builders.ts";

export const examples: Examples = {
  fires: [
    example(
      "A user reads everything",
      ssm("GetParametersByPath", { path: "/", recursive: true, withDecryption: true }),
      { severity: "HIGH" },
    ),
    example("A role does, page by page", [
      ssm(
        "GetParametersByPath",
        { path: "/", recursive: true, withDecryption: true, maxResults: 10 },
        byRole("shop"),
      ),
      ssm(
        "GetParametersByPath",
        { path: "/", recursive: true, withDecryption: true, maxResults: 10, nextToken: "t" },
        byRole("shop"),
      ),
    ]),
  ],
  silent: [
    example(
      "An application reads below its own path",
      ssm(
        "GetParametersByPath",
        { path: "/shop/prod", recursive: true, withDecryption: true },
        byRole("shop"),
      ),
    ),
    example(
      "Without decryption",
      ssm("GetParametersByPath", { path: "/", recursive: true, withDecryption: false }),
    ),
    example(
      "What stands at the root itself",
      ssm("GetParametersByPath", { path: "/", recursive: false, withDecryption: true }),
    ),
    example(
      "It was refused",
      ssm("GetParametersByPath", { path: "/", recursive: true, withDecryption: true }, refused),
    ),
    example(
      "A service",
      ssm(
        "GetParametersByPath",
        { path: "/", recursive: true, withDecryption: true },
        through("servicecatalog.amazonaws.com"),
      ),
    ),
  ],
};

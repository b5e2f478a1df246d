import { answering, byRoot, byUser, call, type Examples, example, having } from "../../examples/builders.ts";

const withFactor = (MFAUsed: "Yes" | "No") =>
  having({ additionalEventData: { MFAUsed, MobileVersion: "No" } });
const success = answering({ ConsoleLogin: "Success" });

export const examples: Examples = {
  fires: [
    example(
      "The root user signs in without a second factor",
      call("signin", "ConsoleLogin", null, byRoot, success, withFactor("No")),
      { severity: "HIGH", why: "without a second factor" },
    ),
    example(
      "The root user signs in with one",
      call("signin", "ConsoleLogin", null, byRoot, success, withFactor("Yes")),
      { severity: "MEDIUM", why: "with a second factor" },
    ),
  ],
  silent: [
    example(
      "The root user's password was wrong",
      call("signin", "ConsoleLogin", null, byRoot, answering({ ConsoleLogin: "Failure" }), withFactor("No")),
    ),
    example(
      "An IAM user signs in",
      call("signin", "ConsoleLogin", null, byUser("alice"), success, withFactor("No")),
    ),
    example("The root user changes into a role", call("signin", "SwitchRole", null, byRoot, success)),
  ],
};

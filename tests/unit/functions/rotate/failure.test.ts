import { describe, expect, test } from "vitest";
import { explainUndone, failureSchema } from "../../../../functions/rotate/failure.ts";

const lambdaCause = JSON.stringify({
  errorType: "HostUnreachableError",
  errorMessage: "db:5432 cannot be reached: nothing listens there.",
  trace: ["HostUnreachableError: db:5432", "    at engineError (file:///var/task/handler.mjs:1:1)"],
});

describe("the explanation of an undone rotation", () => {
  test("says what failed in the function's own words, how things stand, and what is next", () => {
    expect(explainUndone({ Error: "HostUnreachableError", Cause: lambdaCause })).toBe(
      [
        "The rotation was taken back: AWSCURRENT is unchanged and logs in, AWSPENDING was removed.",
        "What failed: HostUnreachableError: db:5432 cannot be reached: nothing listens there.",
        "Put that right, then start again.",
      ].join(" "),
    );
  });

  test("leaves the stack trace out", () => {
    expect(explainUndone({ Error: "HostUnreachableError", Cause: lambdaCause })).not.toContain("/var/task");
  });

  test.each([
    { why: "plain text", cause: "Task timed out after 60.00 seconds" },
    { why: "JSON that is no error of a function", cause: `{"reason":"throttled"}` },
    { why: "JSON that is no object", cause: "null" },
    { why: "half of a JSON text", cause: lambdaCause.slice(0, 40) },
  ])("takes a cause that is $why as it is", ({ cause }) => {
    expect(explainUndone({ Error: "Sandbox.Timedout", Cause: cause })).toContain(
      `What failed: Sandbox.Timedout: ${cause} Put that right`,
    );
  });

  test.each([undefined, ""])("says that there was no answer where the cause is %j", (cause) => {
    expect(explainUndone({ Error: "States.Timeout", Cause: cause })).toContain(
      "What failed: States.Timeout: no answer in time",
    );
  });
});

test("a failure needs an error's name, and may lack a cause", () => {
  expect(failureSchema.parse({ Error: "States.Timeout" })).toEqual({ Error: "States.Timeout" });
  expect(failureSchema.safeParse({ Cause: "x" }).success).toBe(false);
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ContextValue,
  contextOf,
  decide,
  type KnownPolicies,
  parsePolicy,
} from "../../../shared/access/index.ts";
import { freeKeys, knownValue, policies, requests } from "./random-policies.ts";

const runs = { numRuns: 500 };
const add = (layer: KnownPolicies["resource"], statement: Record<string, unknown>) => {
  const added = { name: "added", document: parsePolicy({ Version: "2012-10-17", Statement: statement }) };
  return typeof layer === "string" ? [added] : [...layer, added];
};
const allThings = { Action: "*", Resource: "*" };
/** What is known of all free keys. */
const keysKnown = fc
  .tuple(...freeKeys.map(() => knownValue))
  .map(
    (values): Record<string, ContextValue> =>
      Object.fromEntries(freeKeys.map((name, index) => [name, values[index] ?? "absent"])),
  );

describe("a decision, whatever the policies", () => {
  it("is an explicit denial wherever one statement denies", () => {
    const layers = ["identity", "resource"] as const;
    fc.assert(
      fc.property(requests, policies, fc.constantFrom(...layers), (request, known, layer) => {
        if (layer === "identity" && request.principal.kind === "root") return;
        const Principal = layer === "resource" ? { Principal: "*" } : {};
        const denied = {
          ...known,
          [layer]: add(known[layer], { Effect: "Deny", ...allThings, ...Principal }),
        };
        expect(decide(request, denied)).toMatchObject({ outcome: "denied", explicitDeny: true });
      }),
      runs,
    );
  });

  it("does not turn from allowed by one more Allow", () => {
    fc.assert(
      fc.property(requests, policies, fc.boolean(), (request, known, toResource) => {
        const before = decide(request, known).outcome;
        const more = toResource
          ? { ...known, resource: add(known.resource, { Effect: "Allow", ...allThings, Principal: "*" }) }
          : { ...known, identity: [...add(known.identity, { Effect: "Allow", ...allThings })] };
        const after = decide(request, more).outcome;
        if (before === "allowed") expect(after).toBe("allowed");
        if (before === "unknown") expect(after).not.toBe("denied");
      }),
      runs,
    );
  });

  it("that is certain stays the same whatever the unknown keys turn out to be", () => {
    fc.assert(
      fc.property(requests, policies, keysKnown, (request, known, values) => {
        const isUnknown = (name: string) => contextOf(request)(name) === "unknown";
        const context = Object.fromEntries(Object.entries(values).filter(([name]) => isUnknown(name)));
        const before = decide(request, known).outcome;
        const after = decide({ ...request, context }, known).outcome;
        if (before !== "unknown") expect(after).toBe(before);
      }),
      runs,
    );
  });

  it("that is certain stays the same whatever a layer that was not looked at turns out to be", () => {
    const layers = ["identity", "boundary", "resource", "grants"] as const;
    fc.assert(
      fc.property(requests, policies, fc.constantFrom(...layers), (request, known, layer) => {
        const before = decide(request, { ...known, [layer]: "notLookedAt" }).outcome;
        if (before !== "unknown") expect(decide(request, known).outcome).toBe(before);
      }),
      runs,
    );
  });

  it("is the same however the action is written", () => {
    fc.assert(
      fc.property(requests, policies, (request, known) => {
        const lower = decide({ ...request, action: request.action.toLowerCase() }, known);
        expect(lower.outcome).toBe(decide(request, known).outcome);
      }),
      runs,
    );
  });

  it("that is not certain says what would have to be known", () => {
    fc.assert(
      fc.property(requests, policies, (request, known) => {
        const { outcome, unknownKeys } = decide(request, known);
        expect(unknownKeys.length > 0).toBe(outcome === "unknown");
      }),
      runs,
    );
  });
});

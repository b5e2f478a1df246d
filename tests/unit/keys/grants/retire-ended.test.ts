import { KMSClient } from "@aws-sdk/client-kms";
import { describe, expect, it } from "vitest";
import { retireEndedGrants } from "../../../../shared/keys/index.ts";
import { startEndpoint } from "../../findings/an-endpoint.ts";

const retiredBy = "arn:aws:iam::111122223333:role/rekey-prod-retire-grants";
const now = new Date("2026-03-01T12:00:00Z");

/** A grant of which KMS answers as its id says. */
const grant = (GrantId: string, Name: string) => ({ GrantId, Name, KeyId: `key-of-${GrantId}` });

/** What becomes of grants, which KMS lists in two pages, and the requests to retire some. */
async function retire(grants: object[]) {
  const { settings, requests } = await startEndpoint(({ headers, body }) => {
    const request = JSON.parse(body);
    if (String(headers["x-amz-target"]).endsWith("ListRetirableGrants")) {
      const page = request.Marker
        ? { Grants: grants.slice(1) }
        : { Grants: grants.slice(0, 1), Truncated: true, NextMarker: "next" };
      return { body: JSON.stringify(page) };
    }
    const refused = /^(gone|keyless|stuck)/.exec(request.GrantId)?.[1];
    const errors = {
      gone: "InvalidGrantIdException",
      keyless: "NotFoundException",
      stuck: "KMSInternalException",
    };
    const error = Object.entries(errors).find(([id]) => id === refused)?.[1];
    return error ? { status: 400, body: JSON.stringify({ __type: error, message: "no" }) } : { body: "{}" };
  });
  const retirement = await retireEndedGrants(new KMSClient(settings), { retiredBy, now });
  const asked = requests.map(({ headers, body }) => ({
    operation: String(headers["x-amz-target"]).replace(/^.*\./, ""),
    ...JSON.parse(body),
  }));
  return { retirement, asked, retired: asked.filter(({ operation }) => operation === "RetireGrant") };
}

describe("the retirement of grants", () => {
  it("ends those whose time is over, on every page, and no others", async () => {
    const { retirement, retired, asked } = await retire([
      grant("over", "rekey-until-2026-03-01T11:59:59Z"),
      grant("just", "rekey-until-2026-03-01T12:00:00Z"),
      grant("running", "rekey-until-2026-03-01T12:00:01Z"),
      grant("other", "somebody-else's"),
    ]);
    expect(asked[0]).toMatchObject({ operation: "ListRetirableGrants", RetiringPrincipal: retiredBy });
    expect(retired.map(({ GrantId, KeyId }) => [GrantId, KeyId])).toEqual([
      ["over", "key-of-over"],
      ["just", "key-of-just"],
    ]);
    expect(retirement).toEqual({ retired: ["over", "just"], running: 1, failures: [] });
  });

  it("takes what is gone already for ended, and names what cannot be, without leaving out the rest", async () => {
    const { retirement } = await retire(
      ["gone", "keyless", "stuck", "last"].map((id) => grant(id, "rekey-until-2026-03-01T00:00:00Z")),
    );
    expect(retirement.retired).toEqual(["gone", "keyless", "last"]);
    expect(retirement.failures).toEqual([
      {
        grant: "stuck",
        key: "key-of-stuck",
        error: expect.objectContaining({ name: "KMSInternalException" }),
      },
    ]);
  });
});

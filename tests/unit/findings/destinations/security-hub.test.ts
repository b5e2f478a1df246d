import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { describe, expect, it } from "vitest";
import { DeliveryError, importIntoSecurityHub, toAsff } from "../../../../shared/findings/index.ts";
import { aFinding } from "../a-finding.ts";
import { type ReceivedRequest, startEndpoint } from "../an-endpoint.ts";

const hub = { accountId: "111122223333", region: "eu-central-1" };

const findingsOf = ({ body }: ReceivedRequest) => (JSON.parse(body) as { Findings: object[] }).Findings;

const taken = () => ({ body: JSON.stringify({ FailedCount: 0, SuccessCount: 1, FailedFindings: [] }) });

describe("importIntoSecurityHub", () => {
  it("imports a finding in the AWS Security Finding Format", async () => {
    const { settings, requests } = await startEndpoint(taken);
    await importIntoSecurityHub(new SecurityHubClient(settings), [aFinding()], hub);
    expect(requests.map(findingsOf)).toEqual([[toAsff(aFinding(), hub)]]);
  });

  it("imports no more at once than Security Hub takes", async () => {
    const { settings, requests } = await startEndpoint(taken);
    const findings = Array.from({ length: 201 }, (_, n) => aFinding({ id: `finding-${n}` }));
    await importIntoSecurityHub(new SecurityHubClient(settings), findings, hub);
    expect(requests.map((request) => findingsOf(request).length)).toEqual([100, 100, 1]);
  });

  it("throws a DeliveryError that says what Security Hub has against a finding", async () => {
    const { settings } = await startEndpoint(() => ({
      body: JSON.stringify({
        FailedCount: 1,
        SuccessCount: 0,
        FailedFindings: [{ Id: "x", ErrorCode: "InvalidInput", ErrorMessage: "no such type" }],
      }),
    }));
    const importing = importIntoSecurityHub(new SecurityHubClient(settings), [aFinding()], hub);
    await expect(importing).rejects.toThrow(DeliveryError);
    await expect(importing).rejects.toThrow("did not take 1 of the findings: InvalidInput: no such type.");
  });

  it("passes on the service's own error", async () => {
    const { settings } = await startEndpoint(() => ({
      status: 401,
      body: JSON.stringify({ __type: "InvalidAccessException", Message: "not subscribed to Security Hub" }),
    }));
    const importing = importIntoSecurityHub(new SecurityHubClient(settings), [aFinding()], hub);
    await expect(importing).rejects.toThrow("not subscribed to Security Hub");
  });
});

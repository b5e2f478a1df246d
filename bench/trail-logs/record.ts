import type { Account } from "./account.ts";
import { upper } from "./account.ts";
import { callOf } from "./calls.ts";
import type { Random } from "./random.ts";

/** A CloudTrail record as text, its fields in CloudTrail's order. */
export function recordText(random: Random, account: Account, at: Date): string {
  const role = random.one(account.roles);
  const session = random.one(role.sessions);
  const { source, name, readOnly, requestParameters, responseElements, resources } = callOf(
    random,
    account,
    role,
  );
  return JSON.stringify({
    eventVersion: "1.11",
    userIdentity: {
      type: "AssumedRole",
      principalId: `${role.principalId}:${session}`,
      arn: `arn:aws:sts::${account.id}:assumed-role/${role.name}/${session}`,
      accountId: account.id,
      accessKeyId: `ASIA${random.text(16, upper)}`,
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: role.principalId,
          arn: `arn:aws:iam::${account.id}:role/${role.name}`,
          accountId: account.id,
          userName: role.name,
        },
        attributes: { creationDate: secondOf(at), mfaAuthenticated: "false" },
      },
    },
    eventTime: secondOf(at),
    eventSource: source,
    eventName: name,
    awsRegion: account.region,
    sourceIPAddress: role.address,
    userAgent: role.userAgent,
    requestParameters,
    responseElements: responseElements ?? null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly,
    ...(resources && { resources }),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account.id,
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: `${source.split(".")[0]}.${account.region}.amazonaws.com`,
    },
  });
}

function secondOf(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

import { type About, account, having } from "./call.ts";

/** An IAM user, with a session's credentials. */
export function byUser(userName: string, more: { accessKeyId?: string; accountId?: string } = {}): About {
  const accountId = more.accountId ?? account;
  return having({
    userIdentity: {
      type: "IAMUser",
      principalId: `AIDAEXAMPLE${userName.toUpperCase()}`,
      arn: `arn:aws:iam::${accountId}:user/${userName}`,
      accountId,
      accessKeyId: more.accessKeyId ?? `ASIAEXAMPLE${userName.toUpperCase()}`,
      userName,
    },
  });
}

/** An application with a role, by its SDK. */
export function byRole(role: string, session = "task-1"): About {
  return having({
    userIdentity: {
      type: "AssumedRole",
      principalId: `AROAEXAMPLE:${session}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
      accountId: account,
      accessKeyId: "ASIAEXAMPLEROLE",
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          principalId: "AROAEXAMPLE",
          arn: `arn:aws:iam::${account}:role/${role}`,
          accountId: account,
          userName: role,
        },
        attributes: { creationDate: "2026-03-01T11:00:00Z", mfaAuthenticated: "false" },
      },
    },
    userAgent: "aws-sdk-js/3.1164.0 ua/2.1 os/linux#6.1 lang/js md/nodejs#24.1.0 api/secrets-manager",
  });
}

/** Somebody who came by single sign-on. */
export function bySignOn(person: string): About {
  return (record) => ({
    ...byRole("AWSReservedSSO_Engineer_1a2b3c4d5e6f7a8b", person)(record),
    userAgent: record.userAgent,
  });
}

/** An EC2 instance with its role. */
export function byInstance(instanceId: string): About {
  return byRole("web-server", instanceId);
}

/** The account's root user. */
export const byRoot: About = having({
  userIdentity: {
    type: "Root",
    principalId: account,
    arn: `arn:aws:iam::${account}:root`,
    accountId: account,
    accessKeyId: "ASIAEXAMPLEROOT",
  },
});

/** A service that did it for whoever the record names. */
export function through(service: string): About {
  return (record) => ({
    ...record,
    userIdentity: { ...record.userIdentity, invokedBy: service },
    sourceIPAddress: service,
    userAgent: service,
  });
}

/** CloudFormation while somebody deploys. */
export const deploying: About = through("cloudformation.amazonaws.com");

/** A service that did it for itself. */
export function byService(service: string): About {
  return having({
    userIdentity: { type: "AWSService", invokedBy: service },
    sourceIPAddress: service,
    userAgent: service,
  });
}

/** A service that tells of what it did, without anybody's call. */
export function reportedBy(service: string): About {
  return having({
    userIdentity: { accountId: account, invokedBy: service },
    sourceIPAddress: service,
    userAgent: service,
    eventType: "AwsServiceEvent",
    readOnly: false,
  });
}

/** Clicked in the console. */
export const inConsole: About = having({
  sessionCredentialFromConsole: "true",
  userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
});

/** With another program. */
export function withAgent(userAgent: string): About {
  return having({ userAgent });
}

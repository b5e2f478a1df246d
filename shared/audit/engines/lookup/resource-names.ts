import { DescribeKeyCommand, type KMSClient } from "@aws-sdk/client-kms";
import { DescribeSecretCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Want } from "../../engine.ts";
import type { AliasSubject } from "../../subject/subject.ts";

/** Asks AWS what things are called. What there is no permission for, or what is gone, is not told. */
export interface Naming {
  /** All names under which records may know what is wanted; undefined if they are not all known. */
  namesOf(want: Want): Promise<string[] | undefined>;
  targetOf(alias: AliasSubject): Promise<string | undefined>;
}

export function namesFromAws(kms: KMSClient, secrets: SecretsManagerClient): Naming {
  const keyArn = async (KeyId: string): Promise<string | undefined> => {
    const answer = await kms.send(new DescribeKeyCommand({ KeyId })).catch(() => undefined);
    return answer?.KeyMetadata?.Arn;
  };
  const aliasArn = ({ name, region, account }: AliasSubject) =>
    region && account ? `arn:aws:kms:${region}:${account}:${name}` : name;
  return {
    targetOf: (alias) => keyArn(aliasArn(alias)),
    namesOf: async ({ subject, spans }) => {
      switch (subject?.kind) {
        case "key": {
          const arn = subject.arn ?? (await keyArn(subject.id));
          return arn ? [arn, subject.id] : undefined;
        }
        case "alias": {
          // Before its history is known, its changes are looked up by their own names.
          const keys = new Set(spans?.map(({ key }) => key));
          if (keys.size === 0) return undefined;
          const [, , , region, account] = [...keys][0]?.split(":") ?? [];
          return [...keys, subject.name, `arn:aws:kms:${region}:${account}:${subject.name}`];
        }
        case "secret": {
          if (subject.isPrefix) return undefined;
          const SecretId = subject.arn ?? subject.name;
          const answer = await secrets.send(new DescribeSecretCommand({ SecretId })).catch(() => undefined);
          const { ARN } = answer ?? {};
          return ARN ? [subject.name, ARN, ARN.slice(0, -"-123456".length)] : undefined;
        }
        default:
          return undefined;
      }
    },
  };
}

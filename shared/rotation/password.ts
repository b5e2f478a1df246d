import { GetRandomPasswordCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod";

/** How new passwords are made: the parameters of Secrets Manager's `GetRandomPassword`. */
export const passwordPolicySchema = z.strictObject({
  /** Characters; GetRandomPassword takes 1 to 4096, and AWS's rotation templates use 32. */
  length: z.coerce.number().int().min(8).max(4_096),
  excludeCharacters: z.string().max(4_096),
  excludeNumbers: z.boolean(),
  excludePunctuation: z.boolean(),
  excludeUppercase: z.boolean(),
  excludeLowercase: z.boolean(),
  requireEachIncludedType: z.boolean(),
});

/** How new passwords are made. */
export type PasswordPolicy = z.infer<typeof passwordPolicySchema>;

/** What a secret asks for itself; the rest is as the function is configured. */
export const passwordPolicyOverridesSchema = passwordPolicySchema.partial();

/** What a secret asks for itself. */
export type PasswordPolicyOverrides = z.infer<typeof passwordPolicyOverridesSchema>;

/** The configured policy with a secret's own wishes over it. */
export function withOverrides(policy: PasswordPolicy, overrides: PasswordPolicyOverrides): PasswordPolicy {
  return passwordPolicySchema.parse({
    ...policy,
    ...Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)),
  });
}

/** AWS's templates' defaults: no character that connection strings, shells or .pgpass would stumble over. */
export const defaultPasswordPolicy: PasswordPolicy = {
  length: 32,
  excludeCharacters: `:/@"'\\`,
  excludeNumbers: false,
  excludePunctuation: false,
  excludeUppercase: false,
  excludeLowercase: false,
  requireEachIncludedType: true,
};

/** Makes a new password by `GetRandomPassword`. */
export async function newPassword(
  secretsManager: SecretsManagerClient,
  policy: PasswordPolicy,
): Promise<string> {
  const { RandomPassword } = await secretsManager.send(
    new GetRandomPasswordCommand({
      PasswordLength: policy.length,
      ExcludeCharacters: policy.excludeCharacters,
      ExcludeNumbers: policy.excludeNumbers,
      ExcludePunctuation: policy.excludePunctuation,
      ExcludeUppercase: policy.excludeUppercase,
      ExcludeLowercase: policy.excludeLowercase,
      RequireEachIncludedType: policy.requireEachIncludedType,
    }),
  );
  if (!RandomPassword) throw new Error("GetRandomPassword answered without a password.");
  return RandomPassword;
}

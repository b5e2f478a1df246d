import { type Demo, secretName } from "./run.ts";

/** What to try while everything is up. */
export function tryNext({ aws, stack }: Demo): string {
  return `
Everything stays up until Ctrl-C. In another terminal:

  export AWS_ENDPOINT_URL=${aws?.settings.endpoint} AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test

  npm run rekey -- rotate ${secretName} --stage local --reason "trying it out" --wait
  aws secretsmanager describe-secret --secret-id ${secretName}
  aws stepfunctions list-executions --state-machine-arn ${stack?.RotateSecretStateMachineArn}
  aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=DisableKey
  aws logs tail /aws/lambda/rekey-local-detect
`;
}

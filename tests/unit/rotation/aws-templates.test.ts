import { describe, expect, test } from "vitest";
import { engines } from "../../../shared/rotation/engines/registry.ts";
import { UnsupportedEngineError } from "../../../shared/rotation/errors.ts";
import { parseSecret } from "../../../shared/rotation/secret.ts";
import { strategyOf } from "../../../shared/rotation/strategies/choose.ts";

/*
 * The JSON of AWS's 22 rotation templates, as each describes it in its lambda_handler.
 * Source: aws-samples/aws-secrets-manager-rotation-lambdas.
 */

const masterarn = "arn:aws:secretsmanager:us-east-1:000000000000:secret:admin-AbCdEf";
const login = { host: "db.example.com", username: "app", password: "kP7-canary-w2Xq" };
const domain = {
  awsSeamlessDomainDirectoryId: "d-1234567890",
  awsSeamlessDomainUsername: "app",
  awsSeamlessDomainPassword: "kP7-canary-w2Xq",
  awsSeamlessDomain: "corp.example.com",
};

interface Template {
  template: string;
  secret: Record<string, unknown>;
  strategy: string;
  system: string;
  dbname?: string;
}

const pair = (name: string, engine: string, port: number, dbname: string, more = {}): Template[] => {
  const secret = { engine, ...login, ...more };
  const system = `db.example.com:${port}`;
  return [
    { template: `${name}SingleUser`, secret, strategy: "single-user", system, dbname },
    {
      template: `${name}MultiUser`,
      secret: { ...secret, masterarn },
      strategy: "alternating-users",
      system,
      dbname,
    },
  ];
};

const rotated: Template[] = [
  ...pair("RDSPostgreSQLRotation", "postgres", 5_432, "postgres"),
  ...pair("RDSPostgreSQLRotation", "aurora-postgresql", 5_432, "postgres"),
  ...pair("RDSMySQLRotation", "mysql", 3_306, ""),
  ...pair("RDSMySQLRotation", "aurora-mysql", 3_306, ""),
  ...pair("RDSMariaDBRotation", "mariadb", 3_306, ""),
  ...pair("RDSOracleRotation", "oracle", 1_521, "ORCL", { dbname: "ORCL" }),
  ...pair("RDSSQLServerRotation", "sqlserver", 1_433, "master"),
  ...pair("RedshiftRotation", "redshift", 5_439, "dev"),
  ...pair("MongoDBRotation", "mongo", 27_017, "admin", { ssl: true }),
  {
    template: "ElasticacheUserRotation",
    secret: { user_arn: "arn:aws:elasticache:us-east-1:000000000000:user:app", username: "app" },
    strategy: "overlap",
    system: "arn:aws:elasticache:us-east-1:000000000000:user:app",
  },
  {
    template: "ActiveDirectoryRotationSingleUser",
    secret: domain,
    strategy: "single-user",
    system: "corp.example.com:636",
  },
  {
    template: "ActiveDirectoryAndKeytabRotationSingleUser",
    secret: { ...domain, schemaVersion: "1.0", keytabArns: [] },
    strategy: "single-user",
    system: "corp.example.com:636",
  },
];

const read = (secret: object) => parseSecret(JSON.stringify(secret), "AWSCURRENT", engines);

describe("the JSON of AWS's template", () => {
  test.each(rotated)(
    "$template is understood as it is ($secret.engine)",
    async ({ secret, strategy, system, dbname }) => {
      const parsed = await read(secret);
      expect(parsed.credential).toMatchObject({
        username: "app",
        system,
        ...(dbname === undefined ? {} : { dbname }),
      });
      expect(strategyOf(parsed, undefined).name).toBe(strategy);
      expect(parsed.fields).toMatchObject(secret);
    },
  );

  test.each(rotated.filter(({ dbname }) => dbname !== undefined && dbname !== "ORCL"))(
    "$template may have its optional fields as text, empty, or not at all ($secret.engine)",
    async ({ secret, system, dbname }) => {
      const port = system.split(":")[1];
      const ssl = "TRUE";
      expect((await read({ ...secret, port, ssl, dbname: "" })).credential).toMatchObject({ system, dbname });
      expect((await read({ ...secret, port: Number(port) })).credential).toMatchObject({ system });
      const more = { dbInstanceIdentifier: "orders", dbClusterIdentifier: "orders" };
      expect((await read({ ...secret, ...more, dbname: "shop" })).credential).toMatchObject({
        dbname: "shop",
      });
    },
  );

  test.each([
    { template: "RDSDb2RotationSingleUser", secret: { engine: "db2", ...login, masterarn } },
    { template: "RDSDb2RotationMultiUser", secret: { engine: "db2", ...login, masterarn } },
    {
      template: "InfluxDBRotationSingleUser",
      secret: { engine: "timestream-influxdb", username: "app", password: "p", dbIdentifier: "d" },
    },
    {
      template: "InfluxDBRotationMultiUser",
      secret: {
        engine: "timestream-influxdb",
        org: "o",
        adminSecretArn: masterarn,
        type: "operator",
        dbIdentifier: "d",
      },
    },
  ])("$template is refused by its engine's name, with those that Rekey has", async ({ secret }) => {
    const refusal = await read(secret).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UnsupportedEngineError);
    expect((refusal as Error).message).toContain(
      `names an engine "${secret.engine}", which Rekey does not know`,
    );
  });
});

/** The layers of the design: dependencies point inward, to shared/. */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "A cycle means two ideas that are one, or an arrow that points the wrong way.",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "shared-knows-no-rim",
      comment: "The domain knows neither Lambda, nor the command line, nor this machine.",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: "^(functions|cli|local|tests|bench|statemachines|resources)/" },
    },
    {
      name: "shared-knows-no-lambda",
      comment: "Middleware and Powertools belong to functions/.",
      severity: "error",
      from: { path: "^shared/" },
      to: { path: "node_modules/(@middy|@aws-lambda-powertools|@types/aws-lambda|commander|listr2)" },
    },
    {
      name: "rims-apart",
      comment: "functions/ and cli/ meet only in shared/.",
      severity: "error",
      from: { path: "^(functions|cli)/" },
      to: { path: "^(functions|cli)/", pathNot: "^$1/" },
    },
    {
      name: "local-is-for-local-and-tests",
      comment: "Nothing that is deployed or shipped knows the local AWS.",
      severity: "error",
      from: { path: "^(functions|shared|cli)/" },
      to: { path: "^local/" },
    },
    {
      name: "capabilities-by-their-index",
      comment: "A capability shows the outside one index.ts.",
      severity: "error",
      from: { path: "^(?:shared/([^/]+)|functions|cli|local|bench|resources)/" },
      to: { path: "^shared/([^/]+)/", pathNot: ["^shared/[^/]+/index\\.ts$", "^shared/$1/"] },
    },
    {
      name: "secrets-stand-alone",
      comment: "rekey/secrets is used without the stack.",
      severity: "error",
      from: { path: "^shared/secrets/" },
      to: { path: "^shared/", pathNot: "^shared/(secrets|aws)/" },
    },
    {
      name: "no-orphans-in-shared",
      comment: "A module that nothing uses is to be deleted.",
      severity: "error",
      from: { path: "^shared/", orphan: true },
      to: {},
    },
    {
      name: "no-dev-dependencies-shipped",
      comment: "What draws a report's page is built into the command line, with its library.",
      severity: "error",
      from: { path: "^(functions|shared|cli)/", pathNot: "^shared/report/page/" },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "resolvable",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};

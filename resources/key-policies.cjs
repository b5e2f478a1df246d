/** What serverless.yml reads: it takes variables from JavaScript, and Node takes the TypeScript beside it. */
module.exports = async () => (await import("./key-policies.ts")).keyPolicies;

export { DeploymentError, type DeploymentOptions, deployStack, packageStack } from "./deploy.ts";
export { type StackOutputs, stackOutputs } from "./outputs.ts";

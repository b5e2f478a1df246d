import { KMSClient, TagResourceCommand } from "@aws-sdk/client-kms";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SFNClient } from "@aws-sdk/client-sfn";
import { Command, InvalidArgumentError, Option } from "commander";
import * as z from "zod";
import { makeClient } from "../../shared/aws/index.ts";
import { lentTag, type Replacement, replacementSchema, resolveKey } from "../../shared/keys/index.ts";
import { findStateMachine, followExecution, startExecution } from "../../shared/rotation/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { plain, plainJson } from "../plain.ts";
import { addValue } from "../repeatable.ts";
import { FunctionError, withStage } from "../stack.ts";
import { parseDuration } from "./duration.ts";
import { withKey } from "./key-argument.ts";
import { replacementInWords } from "./replacement-in-words.ts";

interface Options {
  stage: string;
  json?: boolean;
  wait?: boolean;
  quietFor?: number;
  disabledFor?: number;
  after?: number;
  bucket?: string[];
  acceptLeft?: boolean;
  ignorePolicies?: boolean;
  status?: boolean;
  pause?: boolean;
  resume?: boolean;
  undo?: boolean;
}

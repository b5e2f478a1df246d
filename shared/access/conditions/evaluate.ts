import type { ConditionLine } from "../policy/document.ts";
import { fillVariables } from "../policy/variables.ts";
import type { Lookup } from "../request/context.ts";
import { type Operator, operators } from "./operators.ts";
import { and, not, or, type Truth } from "./truth.ts";

/** What became of one line of a Condition element. */
export interface ConditionAnswer extends ConditionLine {
  truth: Truth;
  /** The condition keys whose values would decide it, if it is unknown. */
  unknownKeys: string[];
}

/**
 * Evaluates one line of a Condition element: IAM User Guide, reference_policies_elements_condition and
 * reference_policies_condition-single-vs-multi-valued-context-keys.
 *
 * @param version of the policy: it says whether there are variables
 */
export function evaluateCondition(line: ConditionLine, version: string, lookup: Lookup): ConditionAnswer {
  const unknownKeys = new Set<string>();
  const truth = evaluate(line, version, lookup, unknownKeys);
  return { ...line, truth, unknownKeys: truth === "unknown" ? [...unknownKeys] : [] };
}

const operatorName = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/;

function evaluate(line: ConditionLine, version: string, lookup: Lookup, unknownKeys: Set<string>): Truth {
  const { operator: written, key, values } = line;
  const [, set, name = "", ifExists] = operatorName.exec(written) ?? [];
  const requested = lookup(key);
  if (name === "Null") return evaluateNull(requested, values, () => unknownKeys.add(key));
  const operator = operators.get(name);
  if (!operator || requested === "unknown" || requested === "present") {
    unknownKeys.add(operator ? key : written);
    return "unknown";
  }
  if (requested === "absent") {
    if (ifExists || set === "ForAllValues") return true;
    return set === undefined && operator.negated;
  }
  const truths = requested.map((one) => meets(one, operator, values, version, lookup, unknownKeys));
  if (set === "ForAllValues") return and(...truths);
  if (set === "ForAnyValue") return or(...truths);
  // AWS leaves open what an operator without a set means for several values, unless all lead to the same.
  if (new Set(truths).size === 1) return truths[0] ?? "unknown";
  unknownKeys.add(key);
  return "unknown";
}

/** Whether one value of the request meets one of the policy's values, or none of them for a negated operator. */
function meets(
  requested: string,
  operator: Operator,
  values: readonly string[],
  version: string,
  lookup: Lookup,
  unknownKeys: Set<string>,
): Truth {
  const truths = values.map((value): Truth => {
    const filled = fillVariables(value, version, lookup, operator.read);
    if ("pattern" in filled) return operator.meets(requested, filled.pattern);
    if ("unknownKey" in filled) unknownKeys.add(filled.unknownKey);
    // Nothing equals a variable that has no value; whether that fulfils a negation, AWS does not say.
    else if (!operator.negated) return false;
    else unknownKeys.add(filled.absentKey);
    return "unknown";
  });
  return operator.negated ? not(or(...truths)) : or(...truths);
}

function evaluateNull(requested: ReturnType<Lookup>, values: readonly string[], report: () => void): Truth {
  if (requested === "unknown") {
    report();
    return "unknown";
  }
  const absent = String(requested === "absent");
  return values.some((value) => value.toLowerCase() === absent);
}

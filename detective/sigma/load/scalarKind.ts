import { ScalarNode } from "./ruleNode";

const PLAIN_NUMBER = /^-?[0-9]+(?:\.[0-9]+)?$/;
const CORE_NUMBER =
  /^(?:[-+]?(?:[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))|\.(?:nan|NaN|NAN))$/;

/**
 * What a scalar without quotes is to YAML 1.2; `yes`, `on` and dates are texts there.
 *
 * Source: yaml.org/spec/1.2.2, section 10.3.2 (core schema)
 */
export function scalarKind(text: string): ScalarNode["kind"] {
  if (/^(?:|~|null|Null|NULL)$/.test(text)) return "null";
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(text)) return "boolean";
  if (PLAIN_NUMBER.test(text)) return "number";
  return CORE_NUMBER.test(text) ? "odd" : "text";
}

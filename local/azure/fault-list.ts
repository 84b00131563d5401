import { faultOfName } from './fault-name.ts';
import type { Fault, FaultRule } from './fault-rule.ts';

export type FaultTarget = {
  readonly resource: string;
  readonly deployment: string;
  readonly model: string;
  readonly operation: string;
};

export type FaultList = {
  /** Adds a rule behind those there are; the returned function takes it away. */
  add(rule: FaultRule): () => void;
  /** The fault to play for a call, counting the play; a deployment or model named for a fault always plays that. */
  take(target: FaultTarget): Fault | undefined;
  /** The rules that will still be played, in the order in which they are tried. */
  rules(): readonly FaultRule[];
  clear(): void;
};

/** Creates an empty list of fault rules. */
export function createFaultList(): FaultList {
  let rules: PlacedRule[] = [];
  return {
    add(rule) {
      const added = { rule, matched: 0 };
      rules.push(added);
      return () => {
        rules = rules.filter((kept) => kept !== added);
      };
    },
    take(target) {
      for (const entry of rules) {
        if (!matches(entry.rule, target)) continue;
        if (isPlayedOut(entry)) continue;
        const { skip = 0, fault } = entry.rule;
        entry.matched += 1;
        if (entry.matched > skip) return fault;
      }
      return faultOfName(target.deployment) ?? faultOfName(target.model);
    },
    rules: () => rules.filter((entry) => !isPlayedOut(entry)).map(({ rule }) => rule),
    clear() {
      rules = [];
    },
  };
}

type PlacedRule = { readonly rule: FaultRule; matched: number };

function isPlayedOut({ rule: { skip = 0, times = Infinity }, matched }: PlacedRule): boolean {
  return matched >= skip + times;
}

function matches(rule: FaultRule, target: FaultTarget): boolean {
  return (
    (rule.resource === undefined || rule.resource === target.resource) &&
    (rule.deployment === undefined || rule.deployment === target.deployment) &&
    (rule.operation === undefined || rule.operation === target.operation)
  );
}

import { parseHostJson } from './host/host-json.ts';

/**
 * That the host would end a job before its deadline does, which leaves it without an answer of its own; `undefined` where
 * it would not, or where there is no `host.json` to tell (the host itself says what is wrong with one).
 */
export function jobDeadlineNote(deadlineMs: number, readHostJson: () => string): string | undefined {
  const functionTimeoutMs = timeoutIn(readHostJson);
  if (functionTimeoutMs === undefined || deadlineMs < functionTimeoutMs) return undefined;
  const [deadline, timeout] = [deadlineMs, functionTimeoutMs].map((ms) => `${ms / 1000} s`);
  return `SLUICE_JOB_DEADLINE_SECONDS is ${deadline}, but functionTimeout in host.json ends an execution after ${timeout}: raise it above, or lower the deadline`;
}

function timeoutIn(readHostJson: () => string): number | undefined {
  try {
    return parseHostJson(readHostJson()).functionTimeoutMs;
  } catch {
    return undefined;
  }
}

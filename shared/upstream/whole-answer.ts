import { isJsonObject, type JsonObject } from '../openai/json-object.ts';
import { readUsage, type TokenUsage } from '../openai/token-usage.ts';
import type { AttemptClock } from '../resilience/attempt-clock.ts';
import { failureOfErrorObject } from './failure-of-error.ts';
import { failureOfBrokenBody } from './failure-of-broken-body.ts';
import type { AttemptAnswer } from './provider.ts';
import { UpstreamFailure } from './upstream-failure.ts';

/** A plain answer, read whole and known to be what it claims: its own bytes, and what they say. */
export type WholeAnswer = {
  readonly bytes: Uint8Array;
  readonly json: JsonObject;
  readonly usage: TokenUsage | undefined;
};

/**
 * Reads a plain answer to its end. Throws `UpstreamFailure` when it is cut, no JSON object, has nothing under
 * `member` (the list that makes it an answer: `choices`, `data`), or is an error under status 200.
 */
export async function readWholeAnswer(
  answer: AttemptAnswer,
  member: 'choices' | 'data',
  deployment: string,
  clock: AttemptClock,
): Promise<WholeAnswer> {
  const bytes = await readBytes(answer, deployment, clock);
  const json = parseObject(bytes);
  if (json?.['error'] !== undefined && json['error'] !== null) {
    throw failureOfErrorObject(json['error'], deployment);
  }
  const list = json?.[member];
  if (json === undefined || !Array.isArray(list) || list.length === 0) {
    throw new UpstreamFailure('malformed', `Deployment ${deployment} answered with a body that is not a whole answer.`);
  }
  return { bytes, json, usage: readUsage(json['usage']) };
}

async function readBytes(answer: AttemptAnswer, deployment: string, clock: AttemptClock): Promise<Uint8Array> {
  try {
    return await answer.bytes.bytes();
  } catch (error) {
    throw failureOfBrokenBody(error, deployment, clock);
  }
}

function parseObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

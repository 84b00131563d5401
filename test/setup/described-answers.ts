import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterEach } from 'vitest';
import { createAnswerCheck, type AnswerVerdict } from './answer-check.ts';
import { observeAnswers, type ObservedAnswer } from './observe-answers.ts';

/** The answers of one running app, held to its own OpenAPI document. */
export type DescribedAnswers = {
  /** How many answers were found as described: by operation, status and media type. */
  readonly counts: ReadonlyMap<string, number>;
  /** Throws for what was found wrong since the last time. */
  stop(): void;
};

/**
 * Holds every answer that the app on `port` gives to the OpenAPI document it was built with. A test fails after which an
 * answer was found that the document does not describe.
 */
export function describedAnswers(port: number, appRoot: string): DescribedAnswers {
  check ??= createAnswerCheck(readDocument(appRoot));
  const found = check;
  const counts = new Map<string, number>();
  const stop = observeAnswers(port, (answer) => {
    const { described, mistakes } = judged(answer, found);
    if (described !== undefined) counts.set(described, (counts.get(described) ?? 0) + 1);
    if (mistakes.length > 0) undescribed.push(complaint(answer, described, mistakes));
  });
  return {
    counts,
    stop() {
      stop();
      complain();
    },
  };
}

let check: ((answer: ObservedAnswer) => AnswerVerdict) | undefined;
const undescribed: string[] = [];

function complain(): void {
  const complaints = undescribed.splice(0);
  if (complaints.length > 0) {
    throw new Error(`The app answered what its OpenAPI document does not describe.\n${complaints.join('\n')}`);
  }
}

afterEach(complain);

function readDocument(appRoot: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(`${appRoot}/dist/documents/openapi.json.gz`)).toString('utf8'));
}

function judged(answer: ObservedAnswer, find: (answer: ObservedAnswer) => AnswerVerdict): AnswerVerdict {
  try {
    return find(answer);
  } catch (error) {
    return { described: undefined, mistakes: [`it cannot be read: ${String(error)}`] };
  }
}

function complaint(
  { method, url, status, body }: ObservedAnswer,
  described = 'no operation',
  mistakes: readonly string[],
) {
  return [
    `${method} ${url} answered ${status} (${described}):`,
    ...mistakes.map((mistake) => `  - ${mistake}`),
    `  ${body.subarray(0, 600).toString('utf8')}`,
  ].join('\n');
}

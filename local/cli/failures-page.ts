import { errorTable } from '../../shared/errors.ts';
import { failureTable, type FailureRule } from '../../shared/upstream/failure-table.ts';
import { markdownTable } from './markdown-table.ts';

/** Where the page of failures is published. */
export const failuresPageFile: URL = new URL('../../docs/failures.md', import.meta.url);

/** The page of failures, Markdown, made from the table that the gateway acts on. `npm run docs` writes it. */
export function failuresPage(): string {
  const rows = Object.entries<FailureRule>(failureTable).map(([kind, rule]) => [
    `\`${kind}\``,
    rule.when.replaceAll('|', '\\|'),
    rule.elsewhere ? 'at once' : 'no',
    rule.again ? 'after a wait' : 'no',
    rule.unhealthy ? 'yes' : 'no',
    `\`${rule.code}\`, ${errorTable[rule.code].status}`,
  ]);
  return [
    '# What becomes of an upstream’s failures',
    '',
    '<!-- Written by `npm run docs` from shared/upstream/failure-table.ts, which the gateway acts on. -->',
    '',
    'Every way in which one attempt at a deployment can fail, and what follows from it.',
    '',
    '- **Elsewhere**: whether another deployment is tried, which comes before any wait.',
    '- **Again**: whether the same deployment is tried once more: after the time it asked for, or else a growing, jittered',
    '  backoff. No wait is begun that would pass the call’s deadline, and `retry.maxAttempts` bounds all attempts together.',
    '- **Unwell**: whether it counts as a failure in the deployment’s circuit breaker. The others say something about the',
    '  request or its load, and leave the breaker as it is.',
    '- **Answer**: the code and the HTTP status when the failure ends the call.',
    '',
    'Once a stream has given output nothing is tried again: the same error goes out as the stream’s last event, without',
    '`[DONE]`, and the connection is cut. A route with `whole` holds its streams until they are complete, and so may try',
    'again until then. `too-long` leads to the route’s `longerModel`, `filtered` to its `filteredModel`, where it has one.',
    '',
    ...markdownTable([['kind', 'when', 'elsewhere', 'again', 'unwell', 'answer'], ...rows]),
    '',
  ].join('\n');
}

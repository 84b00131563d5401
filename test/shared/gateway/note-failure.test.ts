import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { noteFailure } from '../../../shared/gateway/note-failure.ts';
import { failureTable, type FailureKind } from '../../../shared/upstream/failure-table.ts';
import { UpstreamFailure } from '../../../shared/upstream/upstream-failure.ts';
import { startGatewayParts, type GatewayParts } from '../../setup/gateway-parts.ts';

const nowMs = 1_000_000;
let running: GatewayParts;
beforeEach(async () => {
  running = await startGatewayParts({ now: () => nowMs });
});
afterEach(() => running.stop());

const east = () => running.parts.states.of({ name: 'chat-east' });
const note = (kind: FailureKind, retryAfterMs?: number) =>
  noteFailure(
    new UpstreamFailure(kind, kind, { retryAfterMs }),
    running.deployment('chat-east'),
    running.parts,
    running.call(),
    2,
  );

describe('noteFailure', () => {
  it('keeps the longest wait that a throttled deployment asked for', () => {
    note('throttled', 9_000);
    note('throttled', 4_000);
    expect(east().throttledUntilMs).toBe(nowMs + 9_000);
  });

  it('takes no wait from a deployment that is not throttled, nor from one that names none', () => {
    note('failed', 9_000);
    note('throttled');
    expect(east().throttledUntilMs).toBeLessThanOrEqual(nowMs);
  });

  it.each(Object.entries(failureTable).map(([kind, { unhealthy, again }]) => ({ kind, avoided: unhealthy && !again })))(
    'avoids for a minute only what trying again does not mend: $kind ($avoided)',
    ({ kind, avoided }) => {
      const [known] = Object.keys(failureTable).flatMap((each) => (isKind(each) && each === kind ? [each] : []));
      note(known ?? expect.unreachable(kind));
      expect(east().avoidedUntilMs).toBe(avoided ? nowMs + 60_000 : 0);
    },
  );

  it('logs the attempt by its number', () => {
    note('unavailable');
    expect(running.log.of('attempt-failed')).toMatchObject([
      { requestId: 'request-1', deployment: 'chat-east', attempt: 2, failure: 'unavailable' },
    ]);
  });
});

function isKind(kind: string): kind is FailureKind {
  return Object.hasOwn(failureTable, kind);
}

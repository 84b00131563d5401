import { describe, expect, it } from 'vitest';
import { errorTable, GatewayError, type ErrorCode } from '../../shared/errors.ts';

describe('GatewayError', () => {
  it.each(Object.entries(errorTable))('answers %s with its status and type, in OpenAI’s shape', (name, row) => {
    const error = new GatewayError(codeOf(name), 'Why.');
    expect([error.status, error.name, error.message]).toEqual([row.status, 'GatewayError', 'Why.']);
    expect(error.toBody()).toEqual({ error: { message: 'Why.', type: row.type, param: null, code: name } });
  });

  it('names the member at fault, the upstream’s own code and the verdicts where it is given them', () => {
    const error = new GatewayError('upstream_refused', 'No.', {
      param: 'n',
      wireCode: 'unsupported_value',
      innererror: { code: 'x' },
    });
    expect(error.toBody().error).toMatchObject({ param: 'n', code: 'unsupported_value', innererror: { code: 'x' } });
    expect(error.code).toBe('upstream_refused');
  });

  it('never shows its cause to the caller', () => {
    const cause = new Error('at host 10.0.0.1');
    const error = new GatewayError('upstream_failed', 'It failed.', { cause, retryAfterMs: 5 });
    expect(error.cause).toBe(cause);
    expect(error.retryAfterMs).toBe(5);
    expect(JSON.stringify(error.toBody())).not.toContain('10.0.0.1');
    expect('cause' in new GatewayError('conflict', 'x')).toBe(false);
  });
});

describe('errorTable', () => {
  it('knows only statuses of the 4xx and 5xx kind, and blames the upstream only in 5xx', () => {
    for (const { status, type } of Object.values(errorTable)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(600);
      if (type === 'upstream_error') expect(status).toBeGreaterThanOrEqual(500);
    }
  });
});

function codeOf(name: string): ErrorCode {
  return isCode(name) ? name : expect.unreachable(name);
}

function isCode(name: string): name is ErrorCode {
  return Object.hasOwn(errorTable, name);
}

import { describe, expect, it } from 'vitest';
import { errorTable, GatewayError, type ErrorCode } from '../../../../shared/errors.ts';
import { errorAnswers, errorSchema } from '../../../../shared/http/api/error-answers.ts';

describe('errorSchema', () => {
  it('takes every error there is', () => {
    const codes = Object.keys(errorTable).filter((code): code is ErrorCode => code in errorTable);
    for (const code of codes) {
      const body = new GatewayError(code, 'What went wrong.', { param: 'model', innererror: {} }).toBody();
      expect(errorSchema.parse(body)).toEqual(body);
    }
  });

  it("takes an upstream's own word for a code, but no number and no sentence", () => {
    const withCode = (wireCode: string) =>
      errorSchema.safeParse(new GatewayError('upstream_refused', 'No.', { wireCode }).toBody()).success;
    expect([withCode('unsupported_value'), withCode('400'), withCode('not a code')]).toEqual([true, false, false]);
  });

  it('takes no kind of error that there is not', () => {
    const { error } = new GatewayError('internal_error', 'No.').toBody();
    expect(errorSchema.safeParse({ error: { ...error, type: 'sad_error' } }).success).toBe(false);
  });
});

describe('errorAnswers', () => {
  it('brings codes of one status together, each once', () => {
    const answers = errorAnswers(['model_not_found', 'invalid_json', 'invalid_request', 'invalid_json']);
    expect(Object.entries(answers).map(([status, { description }]) => [status, description])).toEqual([
      ['400', '`invalid_json`, `invalid_request`'],
      ['404', '`model_not_found`'],
    ]);
  });

  it('says how long to wait where waiting helps, and how the rates stand where one refused', () => {
    const headersOf = (code: ErrorCode) =>
      Object.values(errorAnswers([code])).flatMap(({ headers }) => Object.keys(headers ?? {}));
    expect(headersOf('rate_limit_exceeded')).toEqual(
      expect.arrayContaining(['retry-after', 'retry-after-ms', 'x-ratelimit-remaining-tokens']),
    );
    expect(headersOf('upstream_unavailable')).toEqual(['retry-after', 'retry-after-ms']);
    expect(headersOf('invalid_json')).toEqual([]);
  });
});

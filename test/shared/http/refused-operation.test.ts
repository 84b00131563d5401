import { describe, expect, it } from 'vitest';
import { refusedOperation } from '../../../shared/http/refused-operation.ts';

const refused = (path: string, apiVersion: string | null = null) =>
  refusedOperation(path.split('/').filter(Boolean), apiVersion);

describe('refusedOperation', () => {
  it.each([
    ['/v1/responses', 'responses'],
    ['/openai/v1/responses', 'responses'],
    ['/v1/completions', 'completions'],
  ])('says of %s what a chat is sent to', (path, name) => {
    expect(refused(path)).toMatchObject({
      code: 'route_not_found',
      status: 404,
      message: `Sluice does not serve ${name}; use /v1/chat/completions.`,
    });
  });

  it('says of what no chat can stand in for where to look', () => {
    expect(refused('/v1/images/generations')?.message).toBe(
      'Sluice does not serve images/generations; GET /docs lists what it does.',
    );
  });

  it('says the same of the dated surface under a version that has the operation', () => {
    expect(refused('/openai/deployments/x/completions', '2024-10-21')).toMatchObject({ code: 'route_not_found' });
  });

  it.each([
    ['is missing', null],
    ['is unknown', '1999-01-01'],
    ['lacks the operation', '2022-12-01'],
  ])('says of the dated surface that its api version %s', (_what, apiVersion) => {
    const error = refused('/openai/deployments/x/chat/completions', apiVersion);
    expect(error).toMatchObject({ status: 400 });
    expect(error?.code).toMatch(/unsupported/);
  });

  it.each([
    '/',
    '/v1',
    '/chat/completions',
    '/openai/deployments/x',
    '/v1/nonsense',
    '/admin',
    '/v1/__proto__',
    '/openai/toString',
  ])('knows no operation at %s', (path) => {
    expect(refused(path)).toBeUndefined();
  });
});

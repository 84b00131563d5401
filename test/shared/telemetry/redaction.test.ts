import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fieldKind, isHarmless, maskSecrets } from '../../../shared/telemetry/redaction.ts';
import { plantedSecret } from './planted-secret.ts';

describe('a field', () => {
  it.each([
    'authorization',
    'Authorization',
    'api-key',
    'apiKey',
    'API_KEY',
    'x-functions-key',
    'key',
    'keys',
    'token',
    'accessToken',
    'password',
    'dbPassword',
    'secret',
    'clientSecret',
    'secrets',
    'connectionString',
    'cookie',
    'secondKey',
  ])('named %s never shows', (name) => expect(fieldKind(name)).toBe('secret'));

  it.each(['prompt', 'messages', 'content', 'input', 'output', 'arguments', 'body', 'tokens'])(
    'named %s shows as a number only',
    (name) => expect(fieldKind(name)).toBe('content'),
  );

  it.each(['keyId', 'promptTokens', 'maxTokens', 'secretName', 'model', 'code', 'contentType', 'requestId'])(
    'named %s shows',
    (name) => expect(fieldKind(name)).toBe('plain'),
  );

  it('named as a trace id is one', () => {
    expect([fieldKind('traceId'), fieldKind('trace_id'), fieldKind('traceparent')]).toEqual([
      'trace',
      'trace',
      'trace',
    ]);
  });
});

describe('a text', () => {
  it('shows nothing of a secret in it', () => {
    const plain = fc.constantFrom('', ' ', 'refused: ', '"', "it's (", ', ', '\n', '; ');
    fc.assert(
      fc.property(plain, plantedSecret, plain, (before, { text, secret }, after) => {
        expect(maskSecrets(`${before}${text}${after}`)).not.toContain(secret);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['sluice_localdev00_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2V', 'sluice_localdev00_[secret]'],
    [
      'Authorization: Bearer sluice_localdev00_c2VjcmV0c2Vj refused',
      'Authorization: [secret] sluice_localdev00_[secret] refused',
    ],
    ['Bearer abc', 'Bearer [secret]'],
    ['Basic dXNlcjpwYXNz', 'Basic [secret]'],
    ['mail ada@example.com now', 'mail [email] now'],
    ['redis://:hunter2@cache', 'redis://:[secret]@cache'],
    ['{\\"api-key\\":\\"abc\\"}', '{\\"api-key\\":\\"[secret]\\"}'],
    ['?sv=1&sig=abc%3D', '?sv=1&sig=[secret]'],
  ])('is masked in place: %s', (text, masked) => expect(maskSecrets(text)).toBe(masked));

  it.each([
    'call-ended',
    'gpt-4o-mini-2024-07-18',
    'east-gpt-4o',
    '3f1c6f0e-7d52-4a0e-9d0b-0f6f4b1f0a11',
    'task-force of risk-averse',
    'chatcmpl-AbCdEfGhIjKlMnOpQrStUvWxYz123',
    'https://east.openai.azure.com/openai/deployments/gpt-4o-prod/chat/completions',
    '    at async handler (file:///home/site/wwwroot/dist/functions/chat-completions.js:12:34)',
    'max_tokens: 5',
    'The API deployment for this resource does not exist.',
    'status code: 404',
    '2026-11-21T04:05:12.150Z',
    'Key Vault secret "east-key" cannot be read (ForbiddenByRbac)',
  ])('without a secret stays as it is: %s', (text) => expect(maskSecrets(text)).toBe(text));

  it('is masked in time that grows with its length, whatever it is', () => {
    const hostile = ['a-', 'key', 'a@', 'A1a-', 'eyJ', 'basic ', '.a', 'a.', '://', ' ', 'sluice_', 'sk-', '=', '"'];
    const started = performance.now();
    for (const piece of hostile) for (const end of ['', '@', '=', '\n']) maskSecrets(`key${piece.repeat(1_000)}${end}`);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('a harmless text', () => {
  it.each(['', 'call-ended', 'gpt-4o.mini', '3f1c6f0e-7d52-4a0e-9d0b-0f6f4b1f0a11', '2026-11-21T04:05:12.150Z'])(
    'is a name, a UUID or a moment: %s',
    (text) => expect(isHarmless(text)).toBe(true),
  );

  it.each(['a"b', 'a\\b', 'two words', 'line\nend', 'sk-abcdefgh', 'a'.repeat(32), '2026-11-21T04:05:12.150Z x'])(
    'is nothing that needs a closer look: %j',
    (text) => expect(isHarmless(text)).toBe(false),
  );
});

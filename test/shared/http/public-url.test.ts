import { expect, it } from 'vitest';
import { publicUrlOf } from '../../../shared/http/public-url.ts';

it.each([
  [{ 'x-forwarded-host': 'app.azurewebsites.net', 'x-forwarded-proto': 'https' }, 'https://app.azurewebsites.net'],
  [{ 'x-forwarded-host': 'localhost:7071', 'x-forwarded-proto': 'http' }, 'http://localhost:7071'],
  [{ 'x-forwarded-host': 'front.example, inner', 'x-forwarded-proto': 'https,http' }, 'https://front.example'],
  [{ 'x-forwarded-host': '[::1]:7071', 'x-forwarded-proto': 'http' }, 'http://[::1]:7071'],
  [{ host: 'direct.example' }, 'https://direct.example'],
  [{ host: 'evil.example/path?' }, 'https://localhost'],
  [{ host: 'user@evil.example' }, 'https://localhost'],
  [{}, 'https://localhost'],
])('is where the request of %j came for', (headers, url) => {
  expect(publicUrlOf(headers, undefined)).toBe(url);
});

it('is what the settings say, whatever the request says', () => {
  expect(publicUrlOf({ 'x-forwarded-host': 'inner' }, 'https://ai.example/gateway')).toBe('https://ai.example/gateway');
});

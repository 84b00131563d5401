import { expect, it } from 'vitest';
import { ConfigError, formatConfigError } from '../../../shared/config/mistake.ts';

const weight = { path: 'models.a.deployments[0].weight', message: 'expected a number', seen: '"heavy"' };
const setting = { path: 'SLUICE_LOG_LEVEL', message: 'expected one of debug, info, warn, error', seen: '"loud"' };
const secret = { path: 'upstreams.a.credential', message: 'expected exactly one' };

it('is one line a mistake, with the value seen where there is one, and a line that counts', () => {
  expect(formatConfigError(new ConfigError([weight, secret]))).toBe(
    'models.a.deployments[0].weight: expected a number, saw "heavy"\n' +
      'upstreams.a.credential: expected exactly one\n' +
      '2 mistakes in the configuration',
  );
  expect(formatConfigError(new ConfigError([weight]), 'g.json')).toMatch(/\n1 mistake in g\.json$/);
  expect(formatConfigError(new ConfigError([weight, setting]), 'g.json')).toMatch(
    /\n2 mistakes in g\.json and the app settings$/,
  );
  expect(formatConfigError(new ConfigError([secret]))).toMatch(/\n1 mistake in the configuration$/);
});

it('carries its mistakes and tells them in its message', () => {
  const error = new ConfigError([weight]);
  expect(error).toMatchObject({ name: 'ConfigError', mistakes: [weight] });
  expect(error.message).toContain('saw "heavy"');
});

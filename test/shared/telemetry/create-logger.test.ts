import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { SecretValue } from '../../../shared/secret-value.ts';
import { createLogger } from '../../../shared/telemetry/create-logger.ts';
import { plantedSecret } from './planted-secret.ts';

function logTo(lines: string[], level: 'debug' | 'info' | 'warn' | 'error' = 'debug') {
  const secrets = [new SecretValue('known-secret')];
  return createLogger({ level, write: (line) => lines.push(line), now: () => 0, secrets });
}

describe('the log', () => {
  it('is one JSON object a line: time, level and event first, then the fields', () => {
    const lines: string[] = [];
    logTo(lines).info('call-ended', { status: 200, model: 'gpt-4o' });
    expect(lines).toEqual([
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"call-ended","status":200,"model":"gpt-4o"}',
    ]);
  });

  it('writes lines of its level and above', () => {
    const lines: string[] = [];
    const log = logTo(lines, 'warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(['warn', 'error']);
  });

  it('lets no field stand for its time, level or event', () => {
    const lines: string[] = [];
    logTo(lines).warn('real', { time: 'x', level: 'x', event: 'forged' });
    expect(JSON.parse(lines[0] ?? '')).toEqual({ time: '1970-01-01T00:00:00.000Z', level: 'warn', event: 'real' });
  });

  it('goes to standard output where nothing else is said', async () => {
    const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    createLogger({ level: 'info', now: () => 0 }).info('hello');
    await setImmediate();
    const calls = written.mock.calls.map(([chunk]) => chunk);
    written.mockRestore();
    expect(calls).toEqual(['{"time":"1970-01-01T00:00:00.000Z","level":"info","event":"hello"}\n']);
  });

  it('survives fields that cannot be read and an output that fails', () => {
    const lines: string[] = [];
    const fields = {
      get x() {
        throw new Error('no');
      },
    };
    logTo(lines).info('event', fields);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'event', fields: '[unreadable]' });
    const broken = createLogger({
      level: 'info',
      now: () => 0,
      write: () => {
        throw new Error('closed');
      },
    });
    expect(() => broken.info('event')).not.toThrow();
  });

  it('shows no planted secret, and stays one line of JSON, whatever is logged', () => {
    const lines: string[] = [];
    const log = logTo(lines);
    const secret = fc.oneof(plantedSecret, fc.constant({ text: 'known-secret', secret: 'known-secret' }));
    const junk = fc.object({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(secret, junk, fc.string({ unit: 'binary' }), ({ text, secret: hidden }, value, name) => {
        const error = new Error(`refused ${text}`, { cause: { text } });
        const fields = [
          { ...value, [name]: value, a: text, b: { c: [text, { d: text }] } },
          { error },
          { [text]: 1 },
          new Map([[text, text]]),
        ];
        for (const item of fields) log.error(`failed ${text}`, { item });
        for (const line of lines.splice(0)) {
          expect(line).not.toMatch(/[\n\r\u0085\u2028\u2029]/);
          expect(() => JSON.parse(line)).not.toThrow();
          expect(line).not.toContain(hidden);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('shows nothing of a field with a telling name, whatever its value', () => {
    const lines: string[] = [];
    const log = logTo(lines);
    const names = fc.constantFrom(
      'authorization',
      'api-key',
      'key',
      'token',
      'password',
      'secret',
      'prompt',
      'messages',
      'content',
      'input',
    );
    fc.assert(
      fc.property(names, fc.anything(), (name, value) => {
        log.info('event', { [name]: ['planted', value], nested: { [name]: `planted ${String(name)}` } });
        expect(lines.pop()).not.toContain('planted');
      }),
    );
  });
});

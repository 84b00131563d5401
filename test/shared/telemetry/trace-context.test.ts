import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  childOf,
  cleanTraceparent,
  formatTraceparent,
  parseTraceparent,
} from '../../../shared/telemetry/trace-context.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const ones = (size: number) => Buffer.alloc(size, 0x11);

describe('a traceparent', () => {
  it('is read with its sampling flag, whatever the other flags', () => {
    expect(parseTraceparent(`00-${traceId}-${spanId}-01`)).toEqual({ traceId, spanId, isSampled: true });
    expect(parseTraceparent(`00-${traceId}-${spanId}-00`)).toEqual({ traceId, spanId, isSampled: false });
    expect(parseTraceparent(`00-${traceId}-${spanId}-fe`)?.isSampled).toBe(false);
    expect(parseTraceparent(`00-${traceId}-${spanId}-ff`)?.isSampled).toBe(true);
  });

  it('of a later version is read as far as version 00 goes, and carried on as 00', () => {
    expect(cleanTraceparent(`cc-${traceId}-${spanId}-01-what-comes-next`)).toBe(`00-${traceId}-${spanId}-01`);
    expect(cleanTraceparent(`01-${traceId}-${spanId}-01`)).toBe(`00-${traceId}-${spanId}-01`);
  });

  it.each([
    undefined,
    '',
    `00-${traceId}-${spanId}`,
    `00-${traceId}-${spanId}-01-more`,
    `cc-${traceId}-${spanId}-01.more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${traceId}-${spanId}-1`,
    ` 00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01\n`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
  ])('is ignored as %j', (header) => {
    expect(parseTraceparent(header)).toBeUndefined();
    expect(cleanTraceparent(header)).toBeUndefined();
  });

  it('is read again as it was written', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, fc.boolean(), (random, isSampled) => {
        fc.pre(random.subarray(0, 8).some((byte) => byte !== 0));
        const parent = { traceId, spanId, isSampled };
        const child = childOf(parent, (size) => Buffer.from(random.subarray(0, size)));
        expect(parseTraceparent(formatTraceparent(child))).toEqual(child);
      }),
    );
  });
});

describe('a new span', () => {
  it("stays in its parent's trace and keeps its sampling", () => {
    const parent = { traceId, spanId, isSampled: false };
    expect(childOf(parent, ones)).toEqual({ traceId, spanId: '1111111111111111', isSampled: false });
  });

  it('without a parent begins a sampled trace of its own', () => {
    expect(childOf(undefined, ones)).toEqual({ traceId: '11'.repeat(16), spanId: '11'.repeat(8), isSampled: true });
  });

  it('never takes the invalid id of all zeros', () => {
    let draws = 0;
    const zerosFirst = (size: number) => Buffer.alloc(size, draws++ === 0 ? 0 : 7);
    expect(childOf({ traceId, spanId, isSampled: true }, zerosFirst).spanId).toBe('07'.repeat(8));
  });
});

import { AggregationTemporality, type ResourceMetrics } from '@opentelemetry/sdk-metrics';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { describe, expect, it } from 'vitest';
import { keptMetrics } from '../../../../shared/telemetry/azure-monitor/kept-metrics.ts';
import type { Delivery } from '../../../../shared/telemetry/outbox.ts';

const interval = (name: string): ResourceMetrics => ({
  resource: resourceFromAttributes({ name }),
  scopeMetrics: [],
});

/** An ingestion that answers as told, and what it has taken. */
function ingestion(answers: (Delivery | Promise<Delivery>)[], mostKept?: number) {
  const taken: unknown[] = [];
  const exporter = keptMetrics(
    {
      async send({ resource }) {
        const delivery = (await answers.shift()) ?? 'sent';
        if (delivery === 'sent') taken.push(resource.attributes['name']);
        return delivery;
      },
      selectAggregationTemporality: () => AggregationTemporality.DELTA,
    },
    mostKept,
  );
  const tell = (name: string): Promise<number> =>
    new Promise((resolve) => exporter.export(interval(name), ({ code }) => resolve(code)));
  return { exporter, tell, taken };
}

describe('metrics that ingestion does not take now', () => {
  it('are sent before what comes after', async () => {
    const { tell, taken } = ingestion(['later', 'later']);
    expect([await tell('first'), await tell('second')]).toEqual([0, 0]);
    expect(taken).toEqual([]);
    await tell('third');
    expect(taken).toEqual(['first', 'second', 'third']);
  });

  it('make room for newer ones, the oldest first', async () => {
    const { tell, taken } = ingestion(['later', 'later', 'later'], 2);
    for (const name of ['first', 'second', 'third', 'fourth']) await tell(name);
    expect(taken).toEqual(['third', 'fourth']);
  });

  it('are gone when they are refused for good', async () => {
    const { tell, taken } = ingestion(['refused']);
    await tell('first');
    await tell('second');
    expect(taken).toEqual(['second']);
  });

  it('go out once, though a flush comes while they are under way', async () => {
    let answer: (delivery: Delivery) => void = () => {};
    const { exporter, tell, taken } = ingestion([new Promise((resolve) => (answer = resolve))]);
    const told = [tell('first'), tell('second')];
    answer('sent');
    await exporter.forceFlush();
    await exporter.shutdown();
    await Promise.all(told);
    expect(taken).toEqual(['first', 'second']);
  });
});

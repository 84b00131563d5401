import { expect, it } from 'vitest';
import type { TelemetryEnvelope } from '../../local/azure/telemetry-envelope.ts';
import { traceTree } from '../../local/trace-tree.ts';

type BaseData = TelemetryEnvelope['data']['baseData'];

function envelope(baseType: string, second: number, parent: string | undefined, baseData: BaseData): TelemetryEnvelope {
  return {
    name: baseType,
    time: `2026-11-21T12:00:0${second}Z`,
    iKey: 'key',
    tags: { 'ai.operation.id': 'trace-1', ...(parent === undefined ? {} : { 'ai.operation.parentId': parent }) },
    data: { baseType, baseData },
  };
}

it('shows spans below their parents in the order of time, with what was noted of them', () => {
  const tree = traceTree([
    envelope('RemoteDependencyData', 3, 'a', {
      id: 'c',
      name: 'chat gpt-4o',
      resultCode: '200',
      success: true,
      duration: '1.01:01:01.5',
      properties: { 'sluice.deployment': 'west', 'gen_ai.usage.input_tokens': '13' },
    }),
    envelope('RequestData', 0, 'host', {
      id: 'a',
      name: 'POST /x',
      responseCode: '200',
      success: true,
      duration: '00:00:00.25',
    }),
    envelope('RemoteDependencyData', 1, 'a', { id: 'b', name: 'read', resultCode: '0', success: false }),
    envelope('EventData', 2, 'b', { name: 'sluice.budget_warning' }),
    envelope('MessageData', 2, 'a', { message: 'sluice.waited', properties: { 'sluice.wait_ms': '5' } }),
    envelope('MetricData', 2, undefined, {}),
  ]);
  expect(tree.split('\n')).toEqual([
    'trace trace-1',
    '✓  POST /x  200  250.0 ms',
    '├─ ✗  read  0.0 ms',
    '│  └─ ·  sluice.budget_warning',
    '├─ ·  sluice.waited  wait ms 5',
    '└─ ✓  chat gpt-4o  200  90061500.0 ms  deployment west  input tokens 13',
  ]);
});

import prometheus from 'prom-client';
import { describe, expect, it } from 'vitest';
import { registerProcessFamilies } from '../../../../shared/telemetry/metrics/process-families.ts';
import { lintPrometheus } from '../../../setup/lint-prometheus.ts';
import { parsePrometheus, sumOf } from '../../../setup/parse-prometheus.ts';

async function scraped(): Promise<{ text: string; registry: prometheus.Registry }> {
  const registry = new prometheus.Registry();
  registerProcessFamilies(prometheus, registry);
  return { text: await registry.metrics(), registry };
}

describe('the families of the process', () => {
  it('show numbers that can be, at the first scrape too', async () => {
    const { text } = await scraped();
    expect(lintPrometheus(text)).toEqual([]);
    const values = parsePrometheus(text).flatMap((line) =>
      line.kind === 'sample' && line.name.startsWith('nodejs_eventloop') ? [line.value] : [],
    );
    expect(values.length).toBeGreaterThan(3);
    expect(Math.max(...values)).toBeLessThan(60);
    expect(sumOf(text, 'nodejs_heap_size_used_bytes')).toBeGreaterThan(0);
  });

  it('count CPU time from the start of the process, however late the first scrape comes', async () => {
    const before = process.cpuUsage();
    const { text, registry } = await scraped();
    const names = ['process_cpu_user_seconds_total', 'process_cpu_system_seconds_total'] as const;
    const [user, system] = names.map((name) => sumOf(text, name));
    expect(user).toBeGreaterThanOrEqual(before.user / 1e6);
    expect(system).toBeGreaterThanOrEqual(before.system / 1e6);
    const whole = sumOf(text, 'process_cpu_seconds_total');
    expect(whole).toBeGreaterThanOrEqual((before.user + before.system) / 1e6);
    const later = await registry.metrics();
    expect(sumOf(later, 'process_cpu_seconds_total')).toBeGreaterThanOrEqual(whole);
    expect(sumOf(later, 'process_cpu_seconds_total')).toBeLessThan(whole + 60);
  });
});

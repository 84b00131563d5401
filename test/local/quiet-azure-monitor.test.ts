import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { quietAzureMonitor } from '../../local/quiet-azure-monitor.ts';
import { repositoryRoot } from '../setup/repository-text.ts';

async function bytesOf(plugins: (typeof quietAzureMonitor)[]): Promise<Map<string, number>> {
  const { metafile } = await build({
    stdin: {
      contents: `export { AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';`,
      resolveDir: repositoryRoot,
    },
    absWorkingDir: repositoryRoot,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    metafile: true,
    logLevel: 'silent',
    plugins,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return new Map(inputs.map(([path, { bytesInOutput }]) => [path, bytesInOutput]));
}

it('leaves out what asks Microsoft for configuration, and what reports to it', async () => {
  const [whole, quiet] = await Promise.all([bytesOf([]), bytesOf([quietAzureMonitor])]);
  const talkers = [...whole.keys()].filter((path) =>
    /monitor-opentelemetry-exporter.*(_configuration\/(configurationWorker|utils)|statsbeat\/networkStatsbeatMetrics)\.js$/.test(
      path,
    ),
  );
  expect(talkers).toHaveLength(3);
  expect(talkers.filter((path) => quiet.has(path))).toEqual([]);
});

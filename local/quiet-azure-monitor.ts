import type { Plugin } from 'esbuild';

/**
 * Keeps Azure Monitor's exporter from talking to anyone but the ingestion endpoint it was given. By itself it asks
 * `settings.sdk.monitor.azure.com` for its own configuration every hour, which no setting turns off, and reports
 * statistics of its use to Microsoft; both come to nothing here.
 */
export const quietAzureMonitor: Plugin = {
  name: 'quiet-azure-monitor',
  setup({ onLoad }) {
    onLoad({ filter: inExporter('_configuration/configurationManager') }, () => ({ contents: noConfiguration }));
    onLoad({ filter: inExporter('export/statsbeat/statsbeatManager') }, () => ({ contents: noStatistics }));
  },
};

function inExporter(module: string): RegExp {
  return new RegExp(
    `[\\\\/]monitor-opentelemetry-exporter[\\\\/]dist[\\\\/]esm[\\\\/]${module.replaceAll('/', '[\\\\/]')}\\.js$`,
  );
}

const noConfiguration = `
  const none = { initialize() {}, shutdown() {}, registerCallback() {}, getSettings() { return {}; } };
  export class ConfigurationManager { static getInstance() { return none; } }`;

const noStatistics = `
  const none = {
    initialize() {}, async shutdown() {}, async updateEndpoint() {},
    countSuccess() {}, countFailure() {}, countRetry() {}, countThrottle() {}, countException() {},
    countReadFailure() {}, countWriteFailure() {},
  };
  export class StatsbeatManager { static getInstance() { return none; } }`;

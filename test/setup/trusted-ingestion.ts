import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { startIngestion, type SimulatedIngestion } from '../../local/azure/ingestion.ts';

/** Starts an ingestion endpoint that this process trusts, and keeps the exporter from reporting on itself. */
export async function startTrustedIngestion(): Promise<SimulatedIngestion> {
  Object.assign(process.env, {
    APPLICATION_INSIGHTS_NO_STATSBEAT: 'true',
    APPLICATIONINSIGHTS_OPENTELEMETRY_RESOURCE_METRIC_DISABLED: 'true',
  });
  const ingestion = await startIngestion();
  setDefaultCACertificates([...getCACertificates('bundled'), readFileSync(ingestion.caFile, 'utf8')]);
  return ingestion;
}

import * as z from 'zod';

/** Where an Application Insights resource takes telemetry. */
export type InsightsAddress = {
  readonly instrumentationKey: string;
  /** Origin, without a slash at its end. */
  readonly ingestionEndpoint: string;
  /** The whole again, in the one form that the exporter reads without guessing. */
  readonly connectionString: string;
};

/**
 * A connection string of Application Insights: `InstrumentationKey=…;IngestionEndpoint=https://…`.
 *
 * Azure Monitor's exporter is lenient where it should not be: an `http:` endpoint it rewrites to `https:`, a part it
 * cannot read makes it discard the rest, and telemetry is gone without a word. So each is a mistake here.
 * https://learn.microsoft.com/azure/azure-monitor/app/connection-strings
 */
export const insightsAddressSchema = z.string().transform((text, context): InsightsAddress => {
  const parts = partsOf(text);
  const instrumentationKey = parts.get('instrumentationkey')?.toLowerCase() ?? '';
  const endpoint = URL.parse(parts.get('ingestionendpoint') ?? endpointOfSuffix(parts));
  if (!uuid.test(instrumentationKey)) {
    context.addIssue({ code: 'custom', message: 'expected InstrumentationKey={a UUID};IngestionEndpoint=https://…' });
    return z.NEVER;
  }
  if (endpoint?.protocol !== 'https:') {
    context.addIssue({ code: 'custom', message: 'expected an https: address as its IngestionEndpoint' });
    return z.NEVER;
  }
  const ingestionEndpoint = endpoint.href.replace(/\/+$/, '');
  const audience = parts.get('aadaudience');
  return {
    instrumentationKey,
    ingestionEndpoint,
    connectionString: [
      `InstrumentationKey=${instrumentationKey}`,
      `IngestionEndpoint=${ingestionEndpoint}`,
      ...(audience === undefined ? [] : [`AADAudience=${audience}`]),
    ].join(';'),
  };
});

/**
 * How the platform is told who sends telemetry: `Authorization=AAD`, with `;ClientId=…` for a user-assigned identity.
 * https://learn.microsoft.com/azure/azure-functions/configure-monitoring#connect-with-microsoft-entra-authentication
 */
export const insightsIdentitySchema = z.string().transform((text, context): { readonly clientId?: string } => {
  const parts = partsOf(text);
  const clientId = parts.get('clientid')?.toLowerCase();
  if (parts.get('authorization')?.toLowerCase() !== 'aad' || (clientId !== undefined && !uuid.test(clientId))) {
    context.addIssue({ code: 'custom', message: 'expected Authorization=AAD, or Authorization=AAD;ClientId={a UUID}' });
    return z.NEVER;
  }
  return clientId === undefined ? {} : { clientId };
});

/** `Name=value` by name in lower case, names and values trimmed. */
function partsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(';')
      .filter((part) => part.includes('='))
      .map((part) => {
        const at = part.indexOf('=');
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()];
      }),
  );
}

function endpointOfSuffix(parts: ReadonlyMap<string, string>): string {
  const suffix = parts.get('endpointsuffix');
  const location = parts.get('location');
  if (suffix === undefined) return 'https://dc.services.visualstudio.com';
  return `https://${location === undefined ? '' : `${location}.`}dc.${suffix}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

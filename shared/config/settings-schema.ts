import * as z from 'zod';
import { addressSchema, flagSchema, percentSchema, wholeNumber } from './field-schemas.ts';
import { insightsAddressSchema, insightsIdentitySchema } from './insights-schema.ts';

/** The app settings Sluice reads. Others belong to the Functions host, or are named by the gateway file. */
export const settingsSchema = z.object({
  SLUICE_GATEWAY_FILE: z.string().default('gateway.json').describe('Path of the gateway file.'),
  SLUICE_GATEWAY_JSON: z.string().optional().describe('The gateway file itself, as JSON; wins over the path.'),
  SLUICE_KEY_VAULT_URL: addressSchema('https://my-vault.vault.azure.net')
    .optional()
    .describe('https://{vault}.vault.azure.net'),
  SLUICE_SECRET_TTL_SECONDS: wholeNumber({ min: 1, max: 86_400 })
    .default(3600)
    .describe('How long a vault secret is used before it is read again.'),
  SLUICE_LOG_LEVEL: z
    .preprocess(
      (value) => (typeof value === 'string' ? value.trim().toLowerCase() : value),
      z.enum(['debug', 'info', 'warn', 'error']),
    )
    .default('info')
    .describe('The least that is logged.'),
  SLUICE_DEBUG: flagSchema.default(false).describe('Log everything, whatever the log level.'),
  SLUICE_LOG_SETTINGS: flagSchema.default(false).describe('Log the effective settings at start, secrets left out.'),
  SLUICE_REDIS_URL: z
    .string()
    .regex(/^rediss:\/\/|^redis:\/\/([^@/]*@)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(\/|$)/, {
      error: 'expected a rediss: address (redis: is accepted for this machine only)',
    })
    .optional()
    .describe('Redis that instances share breakers and cached answers through.'),
  SLUICE_CACHE_BYTES: wholeNumber({ min: 0, max: 1_073_741_824 })
    .default(67_108_864)
    .describe('Most memory that cached answers may take in one instance.'),
  SLUICE_USAGE_STORE: z
    .enum(['table', 'memory'])
    .optional()
    .describe(
      'Where the usage of calls is kept: a table of the storage account of AzureWebJobsStorage, or this process.',
    ),
  SLUICE_USAGE_TABLE: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9]{2,62}$/, { error: 'expected 3 to 63 letters and digits, beginning with a letter' })
    .default('sluiceusage')
    .describe('The table usage is kept in; it is made when it is not there.'),
  SLUICE_USAGE_KEEP_DAYS: wholeNumber({ min: 1, max: 3_650 })
    .optional()
    .describe('Days that usage is kept for; absent, for ever.'),
  SLUICE_USAGE_SPOOL_FOLDER: z
    .string()
    .optional()
    .describe('Folder that usage waits in for its table; by default one in the folder for temporary files.'),
  SLUICE_USAGE_SPOOL_BYTES: wholeNumber({ min: 0, max: 10_737_418_240 })
    .default(67_108_864)
    .describe('Most that usage may take of the disk while its table is down.'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: insightsAddressSchema
    .optional()
    .describe('Application Insights that traces, events and metrics go to; absent, nowhere.'),
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: insightsIdentitySchema
    .optional()
    .describe('Authorization=AAD sends telemetry as the managed identity; ;ClientId=… names one.'),
  SLUICE_TRACE_SAMPLE_PERCENT: percentSchema
    .default(100)
    .describe('Share of traces that are kept, each whole; events and metrics are all kept.'),
  SLUICE_JOB_QUEUE: z
    .string()
    .regex(/^(?=.{3,56}$)[a-z0-9]+(-[a-z0-9]+)*$/, {
      error: 'expected 3 to 56 lower case letters, digits and single hyphens between them',
    })
    .default('sluice-jobs')
    .describe('The queue, and the container of blobs, of work that is answered later; made when they are not there.'),
  SLUICE_JOB_KEEP_HOURS: wholeNumber({ min: 1, max: 720 })
    .default(24)
    .describe('Hours that the answer of such work can be fetched for.'),
  SLUICE_JOB_DEADLINE_SECONDS: wholeNumber({ min: 10, max: 21_600 })
    .default(1_500)
    .describe('Longest that such work may take once it is begun; less than a functionTimeout that host.json sets.'),
  SLUICE_PUBLIC_URL: addressSchema('https://ai.my-company.com')
    .optional()
    .describe('Where callers reach the app, where that is not the host they are seen to call.'),
  SLUICE_MAX_BODY_BYTES: wholeNumber({ min: 1024, max: 104_857_600 })
    .default(20_971_520)
    .describe('Largest request body that is read, in bytes.'),
});

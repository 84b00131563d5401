/** Settings that the template sets and Sluice does not read: the host, the platform or an SDK does. With the reason. */
export const platformSettings: Readonly<Record<string, string>> = {
  AzureWebJobsStorage__credential: 'The Functions host: reach storage by identity, not by a key.',
  AzureWebJobsStorage__clientId: 'The Functions host: by which identity.',
  AzureWebJobsStorage__accountName: 'The Functions host, and the ledger of usage: which account.',
  AzureWebJobsStorage__blobServiceUri: 'The Functions host: address of its blobs, and of the results of long jobs.',
  AzureWebJobsStorage__queueServiceUri: 'The Functions host: address of the queue of long jobs.',
  AzureWebJobsStorage__tableServiceUri: 'The Functions host, and the ledger of usage: address of its tables.',
  AZURE_CLIENT_ID: 'Which identity Sluice asks for tokens with.',
};

/** Settings that Sluice reads and the template leaves alone. With the reason; `extraSettings` sets them all the same. */
export const unsetSettings: Readonly<Record<string, string>> = {
  SLUICE_GATEWAY_FILE: 'The gateway file is a setting here, SLUICE_GATEWAY_JSON, which wins.',
  SLUICE_SECRET_TTL_SECONDS: 'Its default is right.',
  SLUICE_DEBUG: 'SLUICE_LOG_LEVEL says it.',
  SLUICE_LOG_SETTINGS: 'For looking into a fault.',
  SLUICE_CACHE_BYTES: 'Its default suits the smallest instance.',
  SLUICE_USAGE_TABLE: "The account is the app's own: no other table of that name is in it.",
  SLUICE_USAGE_SPOOL_FOLDER: 'The folder for temporary files is the only one an instance can write to.',
  SLUICE_USAGE_SPOOL_BYTES: 'Its default is right.',
  SLUICE_JOB_DEADLINE_SECONDS: 'Its default is right.',
  SLUICE_PUBLIC_URL: 'Callers reach the app at its own host; behind a proxy or another domain, set it.',
  SLUICE_MAX_BODY_BYTES: 'Its default is right.',
};

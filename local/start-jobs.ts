import { needsEmulator, startStorageEmulator, type StorageEmulator } from './storage-emulator.ts';

/** Where work that is put off is kept under `npm start`. */
export type LocalJobs = {
  /** Started here; absent where the settings name another account, or none. */
  readonly emulator: StorageEmulator | undefined;
  /** App settings that must differ from the file's. */
  readonly overrides: Readonly<Record<string, string>>;
  /** What the greeting says of it. */
  readonly note: string;
};

/** Starts an emulated storage account where the settings ask for one that is not there. Without, jobs are off. */
export async function startJobs(values: Readonly<Record<string, string>>): Promise<LocalJobs> {
  const { AzureWebJobsStorage: connectionString = '' } = values;
  if (connectionString === '') {
    return { emulator: undefined, overrides: {}, note: `off: set AzureWebJobsStorage to "UseDevelopmentStorage=true"` };
  }
  if (!(await needsEmulator(connectionString))) {
    return { emulator: undefined, overrides: {}, note: 'in the storage account of your settings' };
  }
  try {
    const emulator = await startStorageEmulator();
    const overrides = { AzureWebJobsStorage: emulator.connectionString };
    return { emulator, overrides, note: 'in Azurite, in memory: gone when this ends' };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { emulator: undefined, overrides: { AzureWebJobsStorage: '' }, note: `off: ${why}` };
  }
}

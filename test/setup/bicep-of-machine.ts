import { findBicep } from '../../local/infra/find-bicep.ts';

/** The compiler of Bicep that `npm run infra` would use here; without one, tests that need it are skipped, and this says so. */
export const bicepOfMachine = findBicep(process.env['BICEP_PATH'] === '' ? undefined : process.env['BICEP_PATH']);

if (bicepOfMachine === undefined) {
  process.stderr.write('There is no Bicep compiler: tests that need it are skipped. Get it with "az bicep install".\n');
}
